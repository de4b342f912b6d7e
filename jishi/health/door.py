"""Nothing to call: the middleware `jishi.health.middleware.HealthMiddleware` does it all.

It reads the settings METRICS_PREFIX and METRICS_TOKEN.
"""
