# Run by CTest: what recipes for package managers repeat is what the project says.

file(READ "${SOURCE_DIR}/cmake/packages/vcpkg/alembicore/vcpkg.json" port)
string(JSON version GET "${port}" version)
if(NOT version STREQUAL VERSION)
  message(FATAL_ERROR "cmake/packages/vcpkg/alembicore/vcpkg.json has version ${version}, the project ${VERSION}")
endif()

# The module and the Conan recipe read it out of CMakeLists.txt.
file(READ "${SOURCE_DIR}/CMakeLists.txt" project)
if(NOT project MATCHES "alembicore[ \n]+VERSION ([0-9.]+)" OR NOT CMAKE_MATCH_1 STREQUAL VERSION)
  message(FATAL_ERROR "bindings/python/pyproject.toml does not find the version ${VERSION} in CMakeLists.txt")
endif()
