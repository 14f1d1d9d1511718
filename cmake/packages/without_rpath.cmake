# Run by CPack on what it is about to pack. In a Debian package the loader finds the library by itself; a path in the file would
# let another folder decide.

if(CPACK_GENERATOR STREQUAL "DEB")
  file(GLOB_RECURSE files LIST_DIRECTORIES FALSE "${CPACK_TEMPORARY_INSTALL_DIRECTORY}/*")
  foreach(file IN LISTS files)
    if(NOT IS_SYMLINK "${file}" AND file MATCHES "/bin/|[.]so([.0-9]*)$")
      file(RPATH_REMOVE FILE "${file}")
    endif()
  endforeach()
endif()
