# What the library is built on; docs/explanation/dependencies.md says why each is here.

set(ALEMBICORE_BOOST_VERSION 1.81)
option(ALEMBICORE_STATIC_DEPENDENCIES "Link Boost, tree-sitter, utf8proc and PCRE2 from their archives" OFF)
set(Boost_USE_STATIC_LIBS ${ALEMBICORE_STATIC_DEPENDENCIES})
find_package(Boost ${ALEMBICORE_BOOST_VERSION} REQUIRED COMPONENTS json url)
find_package(PostgreSQL 14 REQUIRED)
find_package(Threads REQUIRED)
find_package(tomlplusplus REQUIRED)
find_package(PkgConfig REQUIRED)
pkg_check_modules(tree_sitter REQUIRED IMPORTED_TARGET tree-sitter)
pkg_check_modules(utf8proc REQUIRED IMPORTED_TARGET libutf8proc)
pkg_check_modules(pcre2 REQUIRED IMPORTED_TARGET libpcre2-8)
pkg_check_modules(libcrypto REQUIRED "libcrypto >= 3")
find_package(date REQUIRED)

# libpg_query is loaded when it is needed, by the name that its ABI has: libpg_query.so.1504.0.
find_path(ALEMBICORE_PG_QUERY_INCLUDE_DIR pg_query.h REQUIRED)
find_library(ALEMBICORE_PG_QUERY_LINK_NAME libpg_query.so NAMES libpg_query.so pg_query REQUIRED)
mark_as_advanced(ALEMBICORE_PG_QUERY_INCLUDE_DIR ALEMBICORE_PG_QUERY_LINK_NAME)
file(REAL_PATH "${ALEMBICORE_PG_QUERY_LINK_NAME}" pg_query_file)
get_filename_component(pg_query_file "${pg_query_file}" NAME)
string(REGEX REPLACE "^(.*[.]so([.][0-9]+)?([.][0-9]+)?)([.][0-9]+)*$" "\\1" ALEMBICORE_PG_QUERY_SONAME "${pg_query_file}")

# Every shared library that a program starts with costs it a tenth of a millisecond.
if(ALEMBICORE_STATIC_DEPENDENCIES)
  foreach(package IN ITEMS tree_sitter=tree-sitter utf8proc=utf8proc pcre2=pcre2-8)
    string(REPLACE "=" ";" package "${package}")
    list(GET package 0 target)
    list(GET package 1 name)
    find_library(ALEMBICORE_${target}_ARCHIVE lib${name}.a REQUIRED)
    mark_as_advanced(ALEMBICORE_${target}_ARCHIVE)
    set_property(TARGET PkgConfig::${target} PROPERTY INTERFACE_LINK_LIBRARIES "${ALEMBICORE_${target}_ARCHIVE}")
  endforeach()
endif()

if(NOT EXISTS "${ALEMBICORE_TREE_SITTER_PYTHON_DIR}/src/parser.c")
  message(
    FATAL_ERROR
    "The Python grammar is not at ALEMBICORE_TREE_SITTER_PYTHON_DIR "
    "(${ALEMBICORE_TREE_SITTER_PYTHON_DIR}). Run tools/install-dependencies, which puts it there."
  )
endif()

# The grammar is C code made by a generator: compiled as it is, without our warnings.
add_library(
  alembicore_python_grammar
  OBJECT
  "${ALEMBICORE_TREE_SITTER_PYTHON_DIR}/src/parser.c"
  "${ALEMBICORE_TREE_SITTER_PYTHON_DIR}/src/scanner.c"
)
target_include_directories(alembicore_python_grammar PRIVATE "${ALEMBICORE_TREE_SITTER_PYTHON_DIR}/src")
set_target_properties(
  alembicore_python_grammar
  PROPERTIES POSITION_INDEPENDENT_CODE ON C_STANDARD 11 C_VISIBILITY_PRESET hidden
)
target_compile_options(alembicore_python_grammar PRIVATE -w $<$<CONFIG:Debug>:-O1>)
