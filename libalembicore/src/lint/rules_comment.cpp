// Comments that accept findings. These are found where findings meet the comments, in ignore.cpp.
#include "lint/rule.hpp"

namespace alembicore::lint {

namespace {

constexpr rule rules_of_comments[] = {
    {.id = "D14",
     .title = "ignore comment that ignores nothing",
     .severity = severity::warning,
     .why = "What it accepted is not there any more; left behind, it hides what comes to the same place later.",
     .safer = "remove the comment"},
    {.id = "D15",
     .title = "ignore comment without a reason",
     .severity = severity::warning,
     .why = "Whoever reads it later cannot know whether what was accepted is still acceptable.",
     .safer = "# alembicore: ignore L01 the table has a hundred rows"},
};

} // namespace

std::span<rule const> comment_rules() {
    return rules_of_comments;
}

} // namespace alembicore::lint
