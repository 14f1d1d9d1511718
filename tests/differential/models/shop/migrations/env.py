from shop import models

target_metadata = models.Base.metadata
