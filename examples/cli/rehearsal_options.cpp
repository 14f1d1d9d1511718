#include "rehearsal_options.hpp"

#include "table.hpp"

#include <algorithm>
#include <iterator>

namespace alembicore::cli {

namespace {

template <typename Value>
struct word_for {
    std::string_view word;
    Value value;
};

template <typename Value, std::size_t Count>
Value chosen_word(
    invocation const& call, std::string const& option, std::string_view otherwise, word_for<Value> const (&all)[Count]
) {
    auto const word = call.given.value_or(option, otherwise);
    auto const found = std::ranges::find(all, word, &word_for<Value>::word);
    if (found != std::end(all))
        return found->value;
    std::string allowed;
    for (auto const& each : all)
        allowed += (allowed.empty() ? "" : ", ") + std::string{each.word};
    throw error{errc::bad_usage, "--" + option + ' ' + word + " is not known", "use one of: " + allowed};
}

} // namespace

rehearsal::options rehearsal_options(invocation const& call) {
    using rehearsal::place;
    using rehearsal::rows_kept;
    rehearsal::options how;
    how.place = chosen_word<place>(call, "on", "scratch", {{"scratch", place::scratch}, {"target", place::target}});
    how.rows = chosen_word<rows_kept>(
        call, "data", "none", {{"none", rows_kept::none}, {"sample", rows_kept::sample}, {"all", rows_kept::all}}
    );
    if (auto const count = call.given.value("sample"))
        how.sample_size = parse_count(*count, "--sample");
    if (call.given.has("sample") && !call.given.has("data"))
        how.rows = rows_kept::sample;
    if (auto const server = call.given.value("scratch-server"))
        how.scratch_server = parse_database_url(*server, "--scratch-server");
    if (how.place == place::target && (how.rows != rows_kept::none || how.scratch_server))
        throw error{
            errc::bad_usage, "--data, --sample and --scratch-server are about a scratch database", "leave out --on"};
    return how;
}

std::vector<option> with_rehearsal_options(std::vector<option> options) {
    using enum option_kind;
    options.insert(
        options.begin(),
        {{"on", '\0', value, "PLACE", "scratch (default) or target"},
         {"data", '\0', value, "ROWS", "rows that the scratch database gets: none (default), sample or all"},
         {"sample", '\0', value, "COUNT", "rows of each table in a sample (1000)"},
         {"scratch-server", '\0', value, "URL", "a server of the same version where databases may be created"}}
    );
    return options;
}

} // namespace alembicore::cli
