"""Nothing to call: the middleware `jishi.health.middleware.HealthMiddleware` does it all.

It reads the settings METRICS_PREFIX, METRICS_TOKEN and ALARMS_DIR.
"""
