"""The modules of a checkout that can be imported; where one raises, what it had not bound has a stand-in."""
import importlib.abc
import importlib.machinery
import pathlib

import absent


class Attempt(importlib.abc.Loader):
    def __init__(self, loader):
        self.loader = loader

    def __getattr__(self, name):
        return getattr(self.loader, name)

    def create_module(self, spec):
        return self.loader.create_module(spec)

    def exec_module(self, module):
        try:
            self.loader.exec_module(module)
        except BaseException:  # a module may call sys.exit
            module.__class__ = absent.AbsentModule  # for the names that it did not come to


class Application(importlib.abc.MetaPathFinder):
    """Looks where the packages around the revisions begin: in the folders above that are no packages themselves."""

    def __init__(self, checkout, versions):
        self.checkout, self.versions = pathlib.Path(checkout), pathlib.Path(versions)
        above = [folder for folder in (self.versions, *self.versions.parents) if folder.is_relative_to(self.checkout)]
        self.roots = [str(folder) for folder in above if not (folder / "__init__.py").exists()]

    def find_spec(self, name, path, target=None):
        spec = importlib.machinery.PathFinder.find_spec(name, self.roots if path is None else path)
        if spec is None or not self.holds(spec):
            return None
        if spec.loader:
            spec.loader = Attempt(spec.loader)
        return spec

    def holds(self, spec):
        if spec.origin:
            return pathlib.Path(spec.origin).is_relative_to(self.checkout)
        # A folder without __init__.py is a package only where it is known to be code, not where a name happens to match.
        return any(self.versions.is_relative_to(folder) for folder in spec.submodule_search_locations)
