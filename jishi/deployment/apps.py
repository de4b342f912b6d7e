from django.apps import AppConfig


class DeploymentConfig(AppConfig):
    name = "jishi.deployment"
    label = "jishi_deployment"
