#include "static_files.hpp"

#include "support/temporary_folder.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <string>
#include <vector>

namespace alembicore::server {

namespace {

/// A page with a place for its nonce, and a script.
struct small_page {
    test::temporary_folder folder;

    small_page() {
        folder.write("index.html", "<meta property=\"csp-nonce\" nonce=\"STYLE_NONCE\">");
        folder.write("docs/index.html", "<p>plain</p>");
        folder.write("assets/a.js", "const mark = 'STYLE_NONCE';");
    }

    [[nodiscard]] http::response get(std::vector<std::string> path) const {
        http::request asked;
        asked.path = std::move(path);
        auto found = static_files{folder.path()}.find(asked);
        BOOST_REQUIRE(found.has_value());
        return *std::move(found);
    }
};

std::string policy_of(http::response const& answer) {
    auto const found =
        std::ranges::find(answer.fields, "Content-Security-Policy", [](auto const& each) { return each.first; });
    return found == answer.fields.end() ? std::string{} : found->second;
}

std::string nonce_in(http::response const& answer) {
    std::string const before = "nonce=\"";
    auto const& text = answer.body->plain();
    auto const begin = text.find(before);
    BOOST_REQUIRE(begin != std::string::npos);
    return text.substr(begin + before.size(), text.find('"', begin + before.size()) - begin - before.size());
}

} // namespace

BOOST_AUTO_TEST_SUITE(static_files_of_the_page)

BOOST_AUTO_TEST_CASE(every_answer_with_the_page_has_a_nonce_of_its_own) {
    small_page const made;
    auto const first = made.get({});
    auto const second = made.get({"migrations"});
    BOOST_TEST(nonce_in(first).size() >= 32U);
    BOOST_TEST(nonce_in(first) != nonce_in(second));
    for (auto const& answer : {first, second}) {
        BOOST_TEST(policy_of(answer).find("style-src 'self' 'nonce-" + nonce_in(answer) + "';") != std::string::npos);
        BOOST_TEST(policy_of(answer).find("unsafe") == std::string::npos);
    }
    BOOST_TEST(first.body->tag() != second.body->tag()); // an old copy would be shown with the nonce of a new one
}

BOOST_AUTO_TEST_CASE(other_files_have_none) {
    small_page const made;
    BOOST_TEST(policy_of(made.get({"docs", "index.html"})).empty());
    auto const script = made.get({"assets", "a.js"});
    BOOST_TEST(policy_of(script).empty());
    BOOST_TEST(script.body->plain() == "const mark = 'STYLE_NONCE';");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace alembicore::server
