# Run while building, with PROGRAM, SUMMARY and PAGE: a manual page of what the program says of itself.

get_filename_component(name "${PROGRAM}" NAME)
execute_process(COMMAND "${PROGRAM}" --help OUTPUT_VARIABLE help COMMAND_ERROR_IS_FATAL ANY)
string(REPLACE "\\" "\\e" help "${help}")
string(REPLACE "-" "\\-" help "${help}")
string(REGEX REPLACE "(^|\n)([.'])" "\\1\\\\&\\2" help "${help}")
string(TOUPPER "${name}" title)
file(
  WRITE "${PAGE}"
  ".TH ${title} 1 \"\" \"alembicore ${VERSION}\" \"alembicore\"\n"
  ".SH NAME\n${name} \\- ${SUMMARY}\n"
  ".SH DESCRIPTION\n.nf\n${help}.fi\n"
)
execute_process(COMMAND gzip -9nf "${PAGE}" COMMAND_ERROR_IS_FATAL ANY)
