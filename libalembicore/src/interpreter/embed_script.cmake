# Writes OUTPUT, a C++ source with the text of SCRIPT as a string literal.
file(READ "${SCRIPT}" content)
file(
  WRITE "${OUTPUT}"
  "#include \"interpreter/child_script.hpp\"\n\n"
  "namespace alembicore::interpreter {\n\n"
  "std::string_view child_script() {\n"
  "    return R\"~~~~(${content})~~~~\";\n"
  "}\n\n"
  "} // namespace alembicore::interpreter\n"
)
