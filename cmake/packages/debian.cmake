# The Debian packages. What their programs are linked with is found by dpkg-shlibdeps; what is loaded while they run (libpq,
# libcrypto, libpg_query) is named here.

set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_DEBIAN_PACKAGE_SOURCE alembicore)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_COMPRESSION_TYPE xz)
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS_PRIVATE_DIRS "${PROJECT_BINARY_DIR}/libalembicore" "${PROJECT_BINARY_DIR}/bindings/c")
set(CPACK_DEBIAN_PACKAGE_GENERATE_SHLIBS ON)
set(CPACK_DEBIAN_PACKAGE_GENERATE_SHLIBS_POLICY "=")
set(CPACK_PRE_BUILD_SCRIPTS "${PROJECT_SOURCE_DIR}/cmake/packages/without_rpath.cmake")

set(debian_files "${PROJECT_SOURCE_DIR}/cmake/packages/debian")
set(library_package "libalembicore${PROJECT_VERSION_MAJOR}.${PROJECT_VERSION_MINOR}")
set(this_library "${library_package} (= ${PROJECT_VERSION})")
string(REGEX REPLACE "^libpg_query[.]so[.]" "libpg-query" pg_query_package "${ALEMBICORE_PG_QUERY_SONAME}")

set(CPACK_DEBIAN_LIBRARY_PACKAGE_NAME ${library_package})
set(CPACK_DEBIAN_LIBRARY_PACKAGE_SECTION libs)
set(CPACK_DEBIAN_LIBRARY_PACKAGE_DEPENDS "libpq5, libssl3, ${pg_query_package}, tzdata")
set(CPACK_DEBIAN_LIBRARY_PACKAGE_CONTROL_EXTRA "${debian_files}/library/triggers")
set(CPACK_DEBIAN_LIBRARY_PACKAGE_SUGGESTS "postgresql-client, postgresql, graphviz")
set(
  CPACK_DEBIAN_LIBRARY_DESCRIPTION
  "Alembic migrations for PostgreSQL without Python: shared library
Reads Alembic projects as they lie on disk, turns their revisions into the SQL
that Alembic would run, and rehearses, applies and undoes them.

This package has the library for C++ and the one for C."
)

set(CPACK_DEBIAN_DEV_PACKAGE_NAME libalembicore-dev)
set(CPACK_DEBIAN_DEV_PACKAGE_SECTION libdevel)
set(CPACK_DEBIAN_DEV_PACKAGE_DEPENDS "${this_library}, libboost-json${ALEMBICORE_BOOST_VERSION}-dev")
set(
  CPACK_DEBIAN_DEV_DESCRIPTION
  "Alembic migrations for PostgreSQL without Python: headers
Reads Alembic projects as they lie on disk, turns their revisions into the SQL
that Alembic would run, and rehearses, applies and undoes them.

This package has the headers for C++ and C, and files for CMake and
pkg-config."
)

set(CPACK_DEBIAN_PROGRAMS_PACKAGE_NAME alembicore)
set(CPACK_DEBIAN_PROGRAMS_PACKAGE_SECTION database)
set(CPACK_DEBIAN_PROGRAMS_PACKAGE_DEPENDS "${this_library}, sensible-utils")
set(CPACK_DEBIAN_PROGRAMS_PACKAGE_RECOMMENDS "postgresql-client")
set(CPACK_DEBIAN_PROGRAMS_PACKAGE_SUGGESTS "postgresql, graphviz, git")
set(CPACK_DEBIAN_PROGRAMS_PACKAGE_CONTROL_EXTRA "${debian_files}/programs/postinst;${debian_files}/programs/prerm;${debian_files}/programs/postrm")
set(
  CPACK_DEBIAN_PROGRAMS_DESCRIPTION
  "Alembic migrations for PostgreSQL without Python: programs
Reads Alembic projects as they lie on disk, turns their revisions into the SQL
that Alembic would run, and rehearses, applies and undoes them.

This package has a command line that takes the place of Alembic's, and a
server with a page on which history, schema and rows are seen, and revisions
applied and undone."
)

# The extension module is made for one minor version of Python.
find_package(Python3 REQUIRED COMPONENTS Interpreter)
math(EXPR next_python "${Python3_VERSION_MINOR} + 1")
set(CPACK_DEBIAN_PYTHON_PACKAGE_NAME python3-alembicore)
set(CPACK_DEBIAN_PYTHON_PACKAGE_SECTION python)
set(
  CPACK_DEBIAN_PYTHON_PACKAGE_DEPENDS
  "${this_library}, python3 (>= 3.${Python3_VERSION_MINOR}), python3 (<< 3.${next_python}~)"
)
set(CPACK_DEBIAN_PYTHON_PACKAGE_CONTROL_EXTRA "${debian_files}/python/postinst;${debian_files}/python/prerm")
set(
  CPACK_DEBIAN_PYTHON_DESCRIPTION
  "Alembic migrations for PostgreSQL: module for Python
Reads Alembic projects as they lie on disk, turns their revisions into the SQL
that Alembic would run, and rehearses, applies and undoes them.

This package has the module alembicore, with type stubs. It needs neither
Alembic nor SQLAlchemy."
)

# The files that every Debian package has.
string(TIMESTAMP debian_date "%a, %d %b %Y %H:%M:%S +0000" UTC)
foreach(component IN LISTS CPACK_COMPONENTS_ALL)
  string(TOUPPER ${component} upper)
  set(debian_package ${CPACK_DEBIAN_${upper}_PACKAGE_NAME})
  set(folder "${PROJECT_BINARY_DIR}/debian/${debian_package}")
  configure_file("${debian_files}/changelog.in" "${folder}/changelog" @ONLY)
  configure_file("${debian_files}/copyright.in" "${folder}/copyright" @ONLY)
  execute_process(COMMAND gzip -9nf "${folder}/changelog" COMMAND_ERROR_IS_FATAL ANY)
  install(
    FILES "${folder}/changelog.gz" "${folder}/copyright"
    DESTINATION "share/doc/${debian_package}"
    COMPONENT ${component}
  )
endforeach()
