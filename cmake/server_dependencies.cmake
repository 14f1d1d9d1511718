# What the server is built on besides the library; docs/explanation/dependencies.md says why each is here.
find_package(ZLIB REQUIRED)
find_package(OpenSSL 3 REQUIRED)
pkg_check_modules(sodium REQUIRED IMPORTED_TARGET GLOBAL libsodium)

# Its pkg-config file asks for jansson's, which Debian does not install along with it.
find_path(ALEMBICORE_CJOSE_INCLUDE_DIR cjose/cjose.h REQUIRED)
find_library(ALEMBICORE_CJOSE_LIBRARY NAMES libcjose.so cjose REQUIRED)
mark_as_advanced(ALEMBICORE_CJOSE_INCLUDE_DIR ALEMBICORE_CJOSE_LIBRARY)
if(NOT TARGET alembicore_cjose)
  add_library(alembicore_cjose INTERFACE IMPORTED GLOBAL)
  target_include_directories(alembicore_cjose SYSTEM INTERFACE "${ALEMBICORE_CJOSE_INCLUDE_DIR}")
  target_link_libraries(alembicore_cjose INTERFACE "${ALEMBICORE_CJOSE_LIBRARY}")
endif()
