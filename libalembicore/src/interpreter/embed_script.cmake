# Writes OUTPUT, a C++ source with the texts of the SCRIPTS in FOLDER, each in a function of its name: a.py becomes a_py().
set(text "#include \"interpreter/child_script.hpp\"\n\nnamespace alembicore::interpreter {\n")
foreach(script IN LISTS SCRIPTS)
  file(READ "${FOLDER}/${script}" content)
  string(REPLACE "." "_" name "${script}")
  string(APPEND text "\nstd::string_view ${name}() {\n    return R\"~~~~(${content})~~~~\";\n}\n")
endforeach()
string(APPEND text "\n} // namespace alembicore::interpreter\n")
file(WRITE "${OUTPUT}" "${text}")
