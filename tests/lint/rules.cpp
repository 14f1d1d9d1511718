// House rules that a compiler does not check: the order of the rooms, and who may name which library.
#include "base/file.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <filesystem>
#include <map>
#include <regex>
#include <sstream>
#include <string>
#include <vector>

namespace alembicore {

namespace {

namespace fs = std::filesystem;

fs::path const library = fs::path{ALEMBICORE_SOURCE_DIR} / "libalembicore";

struct room_order {
    std::map<std::string, int> rank_of_room;
    std::map<std::string, int> rank_of_public_header;
};

room_order read_room_order() {
    room_order order;
    std::istringstream lines{base::read_file(library / "src/rooms.txt")};
    std::string line;
    int rank = 0;
    while (std::getline(lines, line)) {
        if (line.empty() || line.front() == '#')
            continue;
        auto const colon = line.find(':');
        order.rank_of_room[line.substr(0, colon)] = ++rank;
        std::istringstream headers{line.substr(colon + 1)};
        for (std::string header; headers >> header;)
            order.rank_of_public_header[header] = rank;
    }
    return order;
}

struct source_file {
    std::string room; ///< empty for a public header
    fs::path path;
    std::string text;
};

std::vector<source_file> read_sources() {
    std::vector<source_file> sources;
    auto const is_source = [](fs::path const& file) {
        return file.extension() == ".cpp" || file.extension() == ".hpp";
    };
    for (auto const& room : fs::directory_iterator{library / "src"}) {
        if (!room.is_directory())
            continue;
        for (auto const& entry : fs::recursive_directory_iterator{room})
            if (is_source(entry.path()))
                sources.push_back({room.path().filename().string(), entry.path(), base::read_file(entry.path())});
    }
    for (auto const& entry : fs::directory_iterator{library / "include/alembicore"})
        sources.push_back({{}, entry.path(), base::read_file(entry.path())});
    return sources;
}

std::vector<std::string> included_files(std::string const& text) {
    static std::regex const include_line{R"(^[ \t]*#[ \t]*include[ \t]+[<"]([^>"]+)[>"])", std::regex::multiline};
    std::vector<std::string> files;
    for (std::sregex_iterator match{text.begin(), text.end(), include_line}, end; match != end; ++match)
        files.push_back((*match)[1]);
    return files;
}

int rank_of_include(room_order const& order, std::string const& included) {
    auto const slash = included.find('/');
    if (slash == std::string::npos)
        return 0;
    std::string const folder = included.substr(0, slash);
    if (folder == "alembicore") {
        auto const found = order.rank_of_public_header.find(included.substr(slash + 1));
        return found == order.rank_of_public_header.end() ? 0 : found->second;
    }
    auto const found = order.rank_of_room.find(folder);
    return found == order.rank_of_room.end() ? 0 : found->second;
}

int rank_of_source(room_order const& order, source_file const& source) {
    if (!source.room.empty())
        return order.rank_of_room.at(source.room);
    auto const found = order.rank_of_public_header.find(source.path.filename().string());
    return found == order.rank_of_public_header.end() ? 1000 : found->second;
}

} // namespace

BOOST_AUTO_TEST_SUITE(house_rules)

BOOST_AUTO_TEST_CASE(a_room_includes_only_itself_and_rooms_above_it) {
    auto const order = read_room_order();
    for (auto const& source : read_sources()) {
        BOOST_TEST_CONTEXT(source.path) {
            if (!source.room.empty())
                BOOST_REQUIRE(order.rank_of_room.contains(source.room));
            for (auto const& included : included_files(source.text))
                BOOST_TEST(rank_of_include(order, included) <= rank_of_source(order, source), "includes " << included);
        }
    }
}

BOOST_AUTO_TEST_CASE(every_public_header_belongs_to_a_room) {
    auto const order = read_room_order();
    for (auto const& source : read_sources())
        if (source.room.empty() && source.path.filename() != "alembicore.hpp")
            BOOST_TEST(order.rank_of_public_header.contains(source.path.filename().string()), source.path);
}

BOOST_AUTO_TEST_CASE(foreign_libraries_are_named_only_where_they_belong) {
    struct rule {
        std::string prefix;
        std::vector<std::string> rooms;
        std::vector<std::string> public_headers;
    };

    rule const rules[] = {
        {"libpq", {"postgres"}, {}},
        {"boost/graph", {"history"}, {"revision_graph_boost.hpp"}},
        {"pg_query", {"parse"}, {}},
        {"tree_sitter", {"python"}, {}},
        {"toml++", {"config", "script"}, {}},
    };
    for (auto const& source : read_sources())
        for (auto const& included : included_files(source.text))
            for (auto const& [prefix, rooms, headers] : rules)
                if (included.starts_with(prefix))
                    BOOST_TEST(
                        (std::ranges::count(rooms, source.room) != 0 ||
                         std::ranges::count(headers, source.path.filename().string()) != 0),
                        source.path << " includes " << included
                    );
}

BOOST_AUTO_TEST_CASE(the_library_prints_nothing) {
    std::regex const console{R"(\bstd::(cout|cerr|clog)\b|\bf?printf\s*\(|\bputs\s*\()"};
    for (auto const& source : read_sources())
        BOOST_TEST(!std::regex_search(source.text, console), source.path);
}

// clang 14, which the fuzz targets are built with, compiles no views of g++ 12's library.
BOOST_AUTO_TEST_CASE(the_library_uses_no_views_of_ranges) {
    for (auto const& source : read_sources())
        BOOST_TEST(source.text.find("views::") == std::string::npos, source.path);
}

BOOST_AUTO_TEST_CASE(every_header_says_what_it_is_for) {
    for (auto const& source : read_sources())
        if (source.path.extension() == ".hpp")
            BOOST_TEST(source.text.starts_with("// "), source.path);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace alembicore
