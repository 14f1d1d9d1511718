# Run by CTest: install, then use the package by find_package and by pkg-config. Stops at the first failure.

function(run)
  cmake_parse_arguments(run "" "EXPECT;RESULT" "COMMAND;ENVIRONMENT" ${ARGN})
  execute_process(
    COMMAND ${CMAKE_COMMAND} -E env ${run_ENVIRONMENT} ${run_COMMAND}
    RESULT_VARIABLE result
    OUTPUT_VARIABLE output
    ERROR_VARIABLE output
  )
  if(NOT run_RESULT)
    set(run_RESULT 0)
  endif()
  list(JOIN run_COMMAND " " text)
  if(NOT result EQUAL run_RESULT)
    message(FATAL_ERROR "${text}\nexit ${result}, expected ${run_RESULT}\n${output}")
  endif()
  if(run_EXPECT AND NOT output MATCHES "${run_EXPECT}")
    message(FATAL_ERROR "${text}\nprinted\n${output}\nexpected ${run_EXPECT}")
  endif()
endfunction()

set(prefix "${WORK_DIR}/prefix")
file(REMOVE_RECURSE "${WORK_DIR}")
file(MAKE_DIRECTORY "${WORK_DIR}/empty")

run(COMMAND ${CMAKE_COMMAND} --install ${BUILD_DIR} --prefix ${prefix})

# An embedding program, outside our tree. It has no project to work on, and must say so.
file(COPY "${SOURCE_DIR}/examples/embed" DESTINATION "${WORK_DIR}")
run(
  COMMAND
    ${CMAKE_COMMAND} -S ${WORK_DIR}/embed -B ${WORK_DIR}/embed-build -G Ninja
    -D CMAKE_PREFIX_PATH=${prefix} -D CMAKE_CXX_COMPILER=${CXX_COMPILER} -D CMAKE_CXX_COMPILER_LAUNCHER=${LAUNCHER}
)
run(COMMAND ${CMAKE_COMMAND} --build ${WORK_DIR}/embed-build)
run(
  COMMAND ${CMAKE_COMMAND} -E chdir ${WORK_DIR}/empty ${WORK_DIR}/embed-build/alembicore_embed
  EXPECT "alembic.ini"
  RESULT 1
)

# The same program through pkg-config.
file(GLOB_RECURSE pc_files "${prefix}/*/alembicore.pc")
get_filename_component(pc_dir "${pc_files}" DIRECTORY)
execute_process(
  COMMAND ${CMAKE_COMMAND} -E env PKG_CONFIG_PATH=${pc_dir} pkg-config --cflags --libs alembicore
  OUTPUT_VARIABLE flags
  OUTPUT_STRIP_TRAILING_WHITESPACE
  COMMAND_ERROR_IS_FATAL ANY
)
separate_arguments(flags UNIX_COMMAND "${flags}")
get_filename_component(lib_dir "${pc_dir}" DIRECTORY)
run(
  COMMAND
    ${CXX_COMPILER} -std=c++20 ${WORK_DIR}/embed/main.cpp -o ${WORK_DIR}/embed-pkg-config
    ${flags} -Wl,-rpath,${lib_dir}
)
run(
  COMMAND ${CMAKE_COMMAND} -E chdir ${WORK_DIR}/empty ${WORK_DIR}/embed-pkg-config
  EXPECT "alembic.ini"
  RESULT 1
)

# A C program by find_package, where CMake has nothing but a C compiler, and by pkg-config.
if(EXISTS "${prefix}/include/alembicore.h")
  file(COPY "${SOURCE_DIR}/examples/embed_c" DESTINATION "${WORK_DIR}")
  run(
    COMMAND ${CMAKE_COMMAND} -S ${WORK_DIR}/embed_c -B ${WORK_DIR}/embed-c-build -G Ninja -D CMAKE_PREFIX_PATH=${prefix}
  )
  run(COMMAND ${CMAKE_COMMAND} --build ${WORK_DIR}/embed-c-build)
  run(
    COMMAND ${CMAKE_COMMAND} -E chdir ${WORK_DIR}/empty ${WORK_DIR}/embed-c-build/alembicore_embed_c
    EXPECT "alembic.ini"
    RESULT 1
  )
  execute_process(
    COMMAND ${CMAKE_COMMAND} -E env PKG_CONFIG_PATH=${pc_dir} pkg-config --cflags --libs alembicore-c
    OUTPUT_VARIABLE flags
    OUTPUT_STRIP_TRAILING_WHITESPACE
    COMMAND_ERROR_IS_FATAL ANY
  )
  separate_arguments(flags UNIX_COMMAND "${flags}")
  run(COMMAND cc -std=c99 ${WORK_DIR}/embed_c/main.c -o ${WORK_DIR}/embed-c-pkg-config ${flags} -Wl,-rpath,${lib_dir})
  run(
    COMMAND ${CMAKE_COMMAND} -E chdir ${WORK_DIR}/empty ${WORK_DIR}/embed-c-pkg-config
    EXPECT "alembic.ini"
    RESULT 1
  )
endif()

# The Python package. It too has no project to work on.
if(EXISTS "${prefix}/lib/python3/dist-packages/alembicore")
  run(
    COMMAND
      ${CMAKE_COMMAND} -E chdir ${WORK_DIR}/empty ${PYTHON} -B -c "__import__('alembicore').Project()"
    ENVIRONMENT "PYTHONPATH=${prefix}/lib/python3/dist-packages"
    EXPECT "alembic.ini"
    RESULT 1
  )
endif()

# The installed command line.
if(EXISTS "${prefix}/bin/alembicore")
  run(COMMAND ${prefix}/bin/alembicore --version EXPECT "alembicore")
endif()
