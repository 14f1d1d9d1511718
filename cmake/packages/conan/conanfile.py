"""The library for Conan 2, from the clone that this file lies in: `conan create cmake/packages/conan`.

What it is built on comes from Debian's or Ubuntu's packages: libpq, OpenSSL and libpg_query are loaded while a program runs, and
there must not be two of them in one process. In the clone `tools/install-dependencies` has fetched the Python grammar.
"""

import os
import re

from conan import ConanFile
from conan.errors import ConanInvalidConfiguration
from conan.tools.build import check_min_cppstd
from conan.tools.cmake import CMake, CMakeToolchain, cmake_layout
from conan.tools.files import copy, load
from conan.tools.system.package_manager import Apt

required_conan_version = ">=2.0"


class Alembicore(ConanFile):
    name = "alembicore"
    license = "MIT"
    description = "Alembic migrations for PostgreSQL as a C++ library, without Python"
    topics = ("postgresql", "alembic", "migrations")
    package_type = "library"
    settings = "os", "arch", "compiler", "build_type"
    options = {"shared": [True, False], "fPIC": [True, False]}
    default_options = {"shared": False, "fPIC": True}
    implements = ["auto_shared_fpic"]

    @property
    def _clone(self):
        return os.path.join(self.recipe_folder, "..", "..", "..")

    def set_version(self):
        found = re.search(r"alembicore\s+VERSION ([0-9.]+)", load(self, os.path.join(self._clone, "CMakeLists.txt")))
        self.version = found.group(1)

    def export_sources(self):
        for pattern in ("CMakeLists.txt", "LICENSE", "cmake/*", "libalembicore/*", ".deps/tree-sitter-python/src/*"):
            copy(self, pattern, src=self._clone, dst=self.export_sources_folder)

    def validate(self):
        if self.settings.os != "Linux":
            raise ConanInvalidConfiguration("alembicore is made for Linux")
        if self.settings.get_safe("compiler.cppstd"):
            check_min_cppstd(self, 20)

    def system_requirements(self):
        Apt(self).install(
            [
                "libboost1.81-dev",
                "libboost-json1.81-dev",
                "libboost-url1.81-dev",
                "libhowardhinnant-date-dev",
                "libpcre2-dev",
                "libpg-query-dev",
                "libpq-dev",
                "libssl-dev",
                "libtomlplusplus-dev",
                "libtree-sitter-dev",
                "libutf8proc-dev",
                "pkg-config",
                "tzdata",
            ],
            check=True,
        )

    def layout(self):
        cmake_layout(self)

    def generate(self):
        toolchain = CMakeToolchain(self)
        toolchain.cache_variables["ALEMBICORE_BUILD_BINDINGS"] = "OFF"
        toolchain.cache_variables["ALEMBICORE_BUILD_EXAMPLES"] = "OFF"
        toolchain.cache_variables["ALEMBICORE_BUILD_TESTS"] = "OFF"
        toolchain.generate()

    def build(self):
        cmake = CMake(self)
        cmake.configure()
        cmake.build()

    def package(self):
        copy(self, "LICENSE", src=self.source_folder, dst=os.path.join(self.package_folder, "licenses"))
        CMake(self).install()

    def package_info(self):
        # Our own package file is used: it also finds what a static library needs.
        self.cpp_info.set_property("cmake_find_mode", "none")
        self.cpp_info.builddirs.append(os.path.join("lib", "cmake", "alembicore"))
        self.cpp_info.libs = ["alembicore"]
