# Manual pages of the programs: what they print with --help.

set(manual_pages "${CMAKE_CURRENT_BINARY_DIR}/manual_pages")
file(MAKE_DIRECTORY "${manual_pages}")

function(alembicore_add_manual_page target name summary)
  add_custom_command(
    OUTPUT "${manual_pages}/${name}.1.gz"
    COMMAND
      ${CMAKE_COMMAND}
      "-DPROGRAM=$<TARGET_FILE:${target}>" "-DSUMMARY=${summary}" "-DVERSION=${PROJECT_VERSION}"
      "-DPAGE=${manual_pages}/${name}.1"
      -P "${PROJECT_SOURCE_DIR}/cmake/packages/manual_page.cmake"
    DEPENDS ${target} "${PROJECT_SOURCE_DIR}/cmake/packages/manual_page.cmake"
    VERBATIM
  )
  add_custom_target(${target}_manual_page ALL DEPENDS "${manual_pages}/${name}.1.gz")
  install(FILES "${manual_pages}/${name}.1.gz" DESTINATION "${CMAKE_INSTALL_MANDIR}/man1" COMPONENT programs)
endfunction()

alembicore_add_manual_page(alembicore_cli alembicore "Alembic migrations for PostgreSQL without Python")
alembicore_add_manual_page(alembicore_server alembicore-server "a page of the migrations, the schema and the rows of a project")
