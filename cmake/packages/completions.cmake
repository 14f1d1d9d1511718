# Completions for shells: what the program itself prints, where Debian's shells look for it.

set(completions "${CMAKE_CURRENT_BINARY_DIR}/completions")
foreach(
  shell IN ITEMS
  bash=bash-completion/completions/alembicore
  zsh=zsh/vendor-completions/_alembicore
  fish=fish/vendor_completions.d/alembicore.fish
)
  string(REPLACE "=" ";" shell "${shell}")
  list(GET shell 0 name)
  list(GET shell 1 place)
  get_filename_component(folder "${completions}/${place}" DIRECTORY)
  file(MAKE_DIRECTORY "${folder}")
  add_custom_command(
    OUTPUT "${completions}/${place}"
    COMMAND alembicore_cli completion ${name} > "${completions}/${place}"
    DEPENDS alembicore_cli
    VERBATIM
  )
  list(APPEND completion_files "${completions}/${place}")
endforeach()
add_custom_target(alembicore_completions ALL DEPENDS ${completion_files})
install(DIRECTORY "${completions}/" DESTINATION "${CMAKE_INSTALL_DATADIR}" COMPONENT programs)
