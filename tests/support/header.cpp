// Nothing but the precompiled header, which needs a source to belong to.
