# `cmake --install`: headers, library, CMake package and pkg-config files, the command line.

include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

set(package_dir "${CMAKE_INSTALL_LIBDIR}/cmake/alembicore")

install(
  TARGETS alembicore
  EXPORT alembicore-targets
  RUNTIME COMPONENT library
  LIBRARY COMPONENT library NAMELINK_COMPONENT dev
  ARCHIVE COMPONENT dev
  FILE_SET HEADERS COMPONENT dev
)
install(
  EXPORT alembicore-targets
  NAMESPACE alembicore::
  DESTINATION "${package_dir}"
  COMPONENT dev
)

configure_package_config_file(
  cmake/alembicore-config.cmake.in alembicore-config.cmake INSTALL_DESTINATION "${package_dir}"
)
write_basic_package_version_file(alembicore-config-version.cmake COMPATIBILITY SameMinorVersion)
install(
  FILES
    "${CMAKE_CURRENT_BINARY_DIR}/alembicore-config.cmake"
    "${CMAKE_CURRENT_BINARY_DIR}/alembicore-config-version.cmake"
  DESTINATION "${package_dir}"
  COMPONENT dev
)

file(
  RELATIVE_PATH ALEMBICORE_PC_PREFIX
  "/${CMAKE_INSTALL_LIBDIR}/pkgconfig" "/"
)
string(REGEX REPLACE "/$" "" ALEMBICORE_PC_PREFIX "${ALEMBICORE_PC_PREFIX}")
# A shared library carries its own dependencies; with a static one every user must link them.
if(BUILD_SHARED_LIBS)
  set(ALEMBICORE_PC_REQUIRES "")
  set(ALEMBICORE_PC_LIBS "-lboost_json")
  set(ALEMBICORE_PC_CFLAGS "")
else()
  set(ALEMBICORE_PC_REQUIRES "tree-sitter tomlplusplus libutf8proc libpcre2-8")
  set(ALEMBICORE_PC_LIBS "-lboost_json -lboost_url -ldate-tz -pthread -ldl")
  set(ALEMBICORE_PC_CFLAGS "-DALEMBICORE_STATIC_DEFINE")
endif()
configure_file(cmake/alembicore.pc.in alembicore.pc @ONLY)
install(
  FILES "${CMAKE_CURRENT_BINARY_DIR}/alembicore.pc"
  DESTINATION "${CMAKE_INSTALL_LIBDIR}/pkgconfig"
  COMPONENT dev
)

# The C interface has targets of its own, so that a C program need not find what the C++ headers need.
if(TARGET alembicore_c)
  install(
    TARGETS alembicore_c
    EXPORT alembicore-c-targets
    LIBRARY COMPONENT library NAMELINK_COMPONENT dev
    FILE_SET HEADERS COMPONENT dev
  )
  install(
    EXPORT alembicore-c-targets
    NAMESPACE alembicore::
    DESTINATION "${package_dir}"
    COMPONENT dev
  )
  configure_file(cmake/alembicore-c.pc.in alembicore-c.pc @ONLY)
  install(
    FILES "${CMAKE_CURRENT_BINARY_DIR}/alembicore-c.pc"
    DESTINATION "${CMAKE_INSTALL_LIBDIR}/pkgconfig"
    COMPONENT dev
  )
endif()

# Programs find the shared library where they lie with it; the Debian packages need no such path, and have none.
file(RELATIVE_PATH to_libraries "/${CMAKE_INSTALL_BINDIR}" "/${CMAKE_INSTALL_LIBDIR}")
foreach(program IN ITEMS alembicore_cli alembicore_server)
  if(TARGET ${program})
    if(BUILD_SHARED_LIBS)
      set_target_properties(${program} PROPERTIES INSTALL_RPATH "$ORIGIN/${to_libraries}")
    endif()
    install(TARGETS ${program} COMPONENT programs)
  endif()
endforeach()

set(page "${PROJECT_SOURCE_DIR}/examples/server/web/dist")
if(TARGET alembicore_server AND EXISTS "${page}/index.html")
  install(DIRECTORY "${page}/" DESTINATION "${CMAKE_INSTALL_DATADIR}/alembicore/web" COMPONENT programs)
endif()

if(ALEMBICORE_PACKAGES)
  include(cmake/packages/packages.cmake)
endif()
