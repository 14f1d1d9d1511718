#include "python_oracle.hpp"

#include "support/temporary_folder.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value_from.hpp>
#include <boost/test/unit_test.hpp>

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>

namespace alembicore::test {

boost::json::array ask_python(std::string const& reader, std::vector<std::string> const& cases) {
    temporary_folder const folder;
    auto const input = folder.write("cases.json", boost::json::serialize(boost::json::value_from(cases)));
    auto const output = folder.path() / "answers.json";
    std::string const command = "/usr/bin/python3 '" ALEMBICORE_CONFIG_ORACLE "' " + reader + " '" + input.string() +
                                "' > '" + output.string() + "'";
    BOOST_REQUIRE_EQUAL(std::system(command.c_str()), 0);
    std::ifstream file{output};
    std::string const text{std::istreambuf_iterator<char>{file}, {}};
    return boost::json::parse(text).as_array();
}

std::mt19937 seeded_random() {
    char const* const given = std::getenv("ALEMBICORE_TEST_SEED");
    auto const seed = given != nullptr ? static_cast<std::mt19937::result_type>(std::strtoul(given, nullptr, 10))
                                       : std::random_device{}();
    std::printf("ALEMBICORE_TEST_SEED=%lu\n", static_cast<unsigned long>(seed));
    std::fflush(stdout);
    return std::mt19937{seed};
}

} // namespace alembicore::test
