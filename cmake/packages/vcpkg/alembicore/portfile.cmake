# An overlay port: it builds the clone that it lies in. In that clone `tools/install-dependencies` has fetched the Python grammar,
# and libpg_query comes from the system, as vcpkg has releases of another grammar only.
get_filename_component(SOURCE_PATH "${CMAKE_CURRENT_LIST_DIR}/../../../.." ABSOLUTE)
vcpkg_find_acquire_program(PKGCONFIG)

vcpkg_cmake_configure(
  SOURCE_PATH "${SOURCE_PATH}"
  OPTIONS
    -DALEMBICORE_BUILD_BINDINGS=OFF
    -DALEMBICORE_BUILD_EXAMPLES=OFF
    -DALEMBICORE_BUILD_TESTS=OFF
    -DALEMBICORE_INSTALL=ON
    "-DPKG_CONFIG_EXECUTABLE=${PKGCONFIG}"
)
vcpkg_cmake_install()
vcpkg_cmake_config_fixup(PACKAGE_NAME alembicore CONFIG_PATH lib/cmake/alembicore)
vcpkg_fixup_pkgconfig()
file(REMOVE_RECURSE "${CURRENT_PACKAGES_DIR}/debug/include")
vcpkg_install_copyright(FILE_LIST "${SOURCE_PATH}/LICENSE")
