// A certificate that nobody but its maker trusts, as files.
#pragma once

#include "cli/migrated_project.hpp"

#include "support/temporary_folder.hpp"

#include <boost/test/unit_test.hpp>

#include <cstdlib>
#include <string>

namespace alembicore::test {

struct certificate {
    temporary_folder folder;
    std::string file = (folder.path() / "certificate.pem").string();
    std::string key = (folder.path() / "key.pem").string();

    certificate() {
        auto const line = "openssl req -x509 -newkey rsa:2048 -nodes -days 1 -subj /CN=localhost -keyout " + key +
                          " -out " + file + " 2>/dev/null";
        BOOST_REQUIRE(std::system(line.c_str()) == 0);
    }

    /// Of the server.
    [[nodiscard]] words options() const { return {"--tls-certificate", file, "--tls-key", key}; }
};

} // namespace alembicore::test
