// What a page costs on a connection that is open already: page_call URL TABLE COLUMN RUNS
// Prints the medians, in seconds, of the first and the last page of 100 rows by the column, and of the same last page by OFFSET
// through the same connection.
#include <alembicore/alembicore.hpp>

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <iostream>
#include <string>
#include <vector>

namespace {

using namespace alembicore;

constexpr std::size_t page_size = 100;

template <typename Call>
double median(int runs, Call const& call) {
    using clock = std::chrono::steady_clock;
    std::vector<double> taken;
    for (int run = 0; run <= runs; ++run) {
        auto const begun = clock::now();
        call();
        taken.push_back(std::chrono::duration<double>(clock::now() - begun).count());
    }
    taken.erase(taken.begin()); // the first one reads what is not cached
    std::ranges::sort(taken);
    return taken[taken.size() / 2];
}

} // namespace

int main(int count, char** words) {
    if (count != 5) {
        std::cerr << "usage: page_call URL TABLE COLUMN RUNS\n";
        return 2;
    }
    try {
        auto target = database::connect(parse_database_url(words[1]));
        data::access rows{target};
        data::page_request wanted{.table = {"public", words[2]}, .sort = {{.column = words[3]}}, .size = page_size};
        auto const runs = std::atoi(words[4]);
        auto const all = rows.count(wanted.table);
        auto const first = median(runs, [&] { return rows.read(wanted); });
        wanted.position = data::page_position::last;
        auto const last = median(runs, [&] { return rows.read(wanted); });
        auto const text = "SELECT * FROM " + std::string{words[2]} + " ORDER BY " + words[3] + ", id LIMIT " +
                          std::to_string(page_size) + " OFFSET " + std::to_string(all - static_cast<std::int64_t>(page_size));
        auto const offset = median(std::min(runs, 5), [&] { return data::run_query(target, {.text = text}); });
        std::cout << boost::json::serialize(boost::json::object{{"first", first}, {"last", last}, {"offset", offset}}) << '\n';
        return 0;
    } catch (error const& failure) {
        std::cerr << describe(failure.info()) << '\n';
        return 1;
    }
}
