# `cmake --workflow --preset packages`: Debian packages, and an archive of the same files that works in any folder.

if(NOT BUILD_SHARED_LIBS OR NOT TARGET alembicore_cli OR NOT TARGET alembicore_python)
  message(FATAL_ERROR "ALEMBICORE_PACKAGES needs the shared library, the programs and the bindings: the preset `packages`.")
endif()
if(NOT EXISTS "${PROJECT_SOURCE_DIR}/examples/server/web/dist/index.html")
  message(FATAL_ERROR "The page of the server is not built: run tools/build-page.")
endif()

include(cmake/packages/completions.cmake)
include(cmake/packages/manual_pages.cmake)
install(
  FILES "${PROJECT_SOURCE_DIR}/examples/systemd/alembicore-server.service"
  DESTINATION lib/systemd/system
  COMPONENT programs
)

set(
  ALEMBICORE_PACKAGE_CONTACT
  "alembicore developers <alembicore@users.noreply.github.com>"
  CACHE STRING "Who maintains the packages: Name <address>"
)
set(CPACK_PACKAGE_NAME alembicore)
set(CPACK_PACKAGE_VENDOR alembicore)
set(CPACK_PACKAGE_CONTACT "${ALEMBICORE_PACKAGE_CONTACT}")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "") # each package has its own
set(CPACK_RESOURCE_FILE_LICENSE "${PROJECT_SOURCE_DIR}/LICENSE")
set(CPACK_STRIP_FILES ON)
set(
  CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS
  OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE
)
set(CPACK_GENERATOR DEB TGZ)
set(CPACK_COMPONENTS_ALL library dev programs python)
include(cmake/packages/debian.cmake)
include(CPack)
