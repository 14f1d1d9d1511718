#include "lint/rule.hpp"

#include <alembicore/error.hpp>

#include <algorithm>
#include <utility>

namespace alembicore::lint {

namespace {

std::vector<rule const*> collect() {
    std::vector<rule const*> all;
    for (auto const& family :
         {index_rules(),
          column_rules(),
          constraint_rules(),
          lock_rules(),
          removal_rules(),
          renaming_rules(),
          row_rules(),
          transaction_rules(),
          design_rules(),
          type_rules(),
          revision_rules(),
          live_rules(),
          comment_rules()})
        for (auto const& each : family)
            all.push_back(&each);
    std::ranges::sort(all, {}, &rule::id);
    return all;
}

bool names(std::string const& word, rule const& which) {
    return word == which.id || (word.size() == 1 && which.id.starts_with(word));
}

bool named_by(std::vector<std::string> const& words, rule const& which) {
    return std::ranges::any_of(words, [&](auto const& word) { return names(word, which); });
}

void require_rules(std::vector<std::string> const& words) {
    for (auto const& word : words)
        if (std::ranges::none_of(all_rules(), [&](auto const* each) { return names(word, *each); }))
            throw error{
                errc::bad_usage,
                "there is no rule '" + word + "'",
                "alembicore lint --rules lists them; a letter means a whole family"};
}

} // namespace

void notes::add(relation const& table, std::string const& part, std::string message) {
    note made;
    made.subject = part.empty() ? table.shown() : table.empty() ? part : table.shown() + "." + part;
    made.message = std::move(message);
    made.table = table;
    made_.push_back(std::move(made));
}

std::vector<rule const*> const& all_rules() {
    static auto const all = collect();
    return all;
}

std::vector<rule const*> chosen_rules(options const& wanted) {
    require_rules(wanted.only);
    require_rules(wanted.also);
    require_rules(wanted.without);
    std::vector<rule const*> chosen;
    for (auto const* each : all_rules()) {
        bool const asked = wanted.only.empty() ? each->by_default : named_by(wanted.only, *each);
        if ((asked || named_by(wanted.also, *each)) && !named_by(wanted.without, *each))
            chosen.push_back(each);
    }
    return chosen;
}

std::vector<rule_description> rules() {
    std::vector<rule_description> all;
    for (auto const* each : all_rules())
        all.push_back(
            {std::string{each->id},
             std::string{each->title},
             each->severity,
             each->by_default,
             each->needs_database,
             std::string{each->why},
             std::string{each->safer}}
        );
    return all;
}

} // namespace alembicore::lint
