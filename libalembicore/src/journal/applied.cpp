// What a database has, as its journal tells it.
#include "journal/content.hpp"
#include "journal/entry.hpp"
#include "journal/table.hpp"

#include <alembicore/journal.hpp>

#include <utility>

namespace alembicore::journal {

namespace {

constexpr std::size_t most_at_once = 1000;

/// So many runs are known when a step is read; one run at a time writes, so that the last would do.
constexpr std::size_t most_runs = 16;

std::vector<entry> entries_after(database& of, std::int64_t number) {
    selection const wanted{
        .condition = "number > " + std::to_string(number) + " AND kind IN ('run_started', 'step_done')",
        .order = "number",
        .most = most_at_once,
    };
    return read(of.connection(), wanted).value_or(std::vector<entry>{});
}

bool has(database& of, std::int64_t number, std::string const& hash) {
    auto const found =
        read(of.connection(), {.condition = "number = " + std::to_string(number), .order = "number", .most = {}});
    return found && found->size() == 1 && found->front().hash == hash;
}

void apply(
    recorded_step step, recorded_run const& run, std::int64_t number, std::map<std::string, applied_revision>& to
) {
    if (run.kind != run_kind::revisions)
        return;
    if (step.kind == direction::downgrade) {
        to.erase(step.revision);
        return;
    }
    to[step.revision] = {
        .revision = step.revision,
        .kind = step.kind,
        .at = std::move(step.at),
        .by = run.by,
        .engine = run.engine,
        .file = std::move(step.file),
        .file_sha256 = std::move(step.file_sha256),
        .run = number,
    };
}

} // namespace

std::map<std::string, applied_revision> const& applied_history::read(database& of) {
    if (last_ != 0 && !has(of, last_, hash_))
        *this = {};
    for (;;) {
        auto const fresh = entries_after(of, last_);
        for (auto const& each : fresh) {
            if (each.kind == kind::run_started)
                runs_.insert_or_assign(each.number, parse_start(each.content));
            else
                apply(parse_step(each.content), runs_[each.run], each.run, present_);
            last_ = each.number;
            hash_ = each.hash;
        }
        while (runs_.size() > most_runs)
            runs_.erase(runs_.begin());
        if (fresh.size() < most_at_once)
            return present_;
    }
}

std::map<std::string, applied_revision> applied(database& of) {
    return applied_history{}.read(of);
}

} // namespace alembicore::journal
