# Every switch of the build, in one place.

option(ALEMBICORE_BUILD_EXAMPLES "Build the command line and the example programs" ON)
option(ALEMBICORE_BUILD_BINDINGS "Build the C interface" ${PROJECT_IS_TOP_LEVEL})
option(ALEMBICORE_BUILD_PYTHON "Build the Python module, with the bindings, where pybind11 and Python's headers are" ON)
option(ALEMBICORE_BUILD_TESTS "Build the tests" ${PROJECT_IS_TOP_LEVEL})
option(ALEMBICORE_BUILD_FUZZERS "Build the libFuzzer targets (clang only)" OFF)
option(ALEMBICORE_INSTALL "Generate the install rules" ${PROJECT_IS_TOP_LEVEL})
option(ALEMBICORE_PACKAGES "Prepare what `cpack` makes: Debian packages and an archive" OFF)
option(ALEMBICORE_WERROR "Treat warnings as errors" OFF)
set(ALEMBICORE_SANITIZE "" CACHE STRING "Sanitizers to build with, for example address;undefined")
option(ALEMBICORE_COVERAGE "Build with coverage counters" OFF)
set(
  ALEMBICORE_TREE_SITTER_PYTHON_DIR
  "${CMAKE_CURRENT_SOURCE_DIR}/.deps/tree-sitter-python"
  CACHE PATH "Folder with the tree-sitter-python 0.23.6 sources (src/parser.c, src/scanner.c)"
)

if(PROJECT_IS_TOP_LEVEL AND NOT CMAKE_BUILD_TYPE AND NOT CMAKE_CONFIGURATION_TYPES)
  set(CMAKE_BUILD_TYPE Release CACHE STRING "Build type" FORCE)
endif()

find_program(ALEMBICORE_CCACHE ccache)
mark_as_advanced(ALEMBICORE_CCACHE)
if(PROJECT_IS_TOP_LEVEL AND ALEMBICORE_CCACHE)
  set(CMAKE_C_COMPILER_LAUNCHER "${ALEMBICORE_CCACHE}")
  set(CMAKE_CXX_COMPILER_LAUNCHER "${ALEMBICORE_CCACHE}")
endif()
