"""One deployment of a product: prepared, started under one supervisor, backed up, brought back.

The product says who it is by `PRODUCT`, `PRODUCT_NAMES` and `ENVIRONMENT_PREFIX`, and what its demonstration is by
`DEMONSTRATION`. Refuses to know what a product is for.
"""
