#include "migrate/database_state.hpp"

#include "migrate/rows.hpp"

#include <string_view>

namespace alembicore::migrate {

namespace {

/// Ids in the order in which they ran; of many only the ends. With the verb that follows.
std::string describe_steps(std::vector<std::string> const& ids, std::string_view one, std::string_view several) {
    if (ids.size() == 1)
        return "revision " + ids.front() + " " + std::string{one};
    std::string text = "revisions " + ids.front();
    if (ids.size() > 6)
        text = std::to_string(ids.size()) + " revisions from " + ids.front() + " to " + ids.back();
    else
        for (std::size_t i = 1; i < ids.size(); ++i)
            text += (i + 1 == ids.size() ? " and " : ", ") + ids[i];
    return text + " " + std::string{several};
}

std::string describe_partial(run_progress const& progress) {
    return "revision " + progress.current +
           " is partly done: what it did up to and in its autocommit block is permanent, although the version table is "
           "still at " +
           describe_rows(progress.committed_rows);
}

std::string describe_rolled_back(run_progress const& progress) {
    auto undone = progress.open_steps;
    if (!progress.current.empty())
        undone.push_back(progress.current);
    std::string const at = "the database is at " + describe_rows(progress.committed_rows);
    return undone.empty() ? at : describe_steps(undone, "was", "were") + " rolled back; " + at;
}

} // namespace

void run_progress::start(step const& started) {
    current = started.revision;
    open_work = false;
    partly_committed = false;
}

void run_progress::finish(step const& finished) {
    open_rows = rows_after(finished.version_rows, std::move(open_rows));
    if (!finished.revision.empty())
        open_steps.push_back(finished.revision);
    current.clear();
}

void run_progress::commit() {
    committed_rows = open_rows;
    committed_steps.insert(committed_steps.end(), open_steps.begin(), open_steps.end());
    open_steps.clear();
    partly_committed = partly_committed || (open_work && !current.empty());
    open_work = false;
}

std::string describe_state(run_progress const& progress, errc failure) {
    if (failure == errc::commit_in_doubt)
        return "unknown: at " + describe_rows(progress.open_rows) + " if the server committed, else at " +
               describe_rows(progress.committed_rows);
    std::string text;
    if (!progress.committed_steps.empty())
        text = describe_steps(progress.committed_steps, "is", "are") + " committed; ";
    if (progress.partly_committed)
        text += describe_partial(progress);
    else if (text.empty())
        text =
            "the transaction was rolled back: the database is as before, at " + describe_rows(progress.committed_rows);
    else
        text += describe_rolled_back(progress);
    if (progress.outside_transaction)
        text += "; the statement ran outside a transaction: see what it left behind, such as an INVALID index";
    return text;
}

} // namespace alembicore::migrate
