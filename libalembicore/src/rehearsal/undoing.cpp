// A plan backwards.
#include <alembicore/rehearsal.hpp>

#include <algorithm>
#include <utility>

namespace alembicore::rehearsal {

namespace {

row_change undone(row_change change) {
    std::swap(change.from, change.to);
    if (change.kind == row_change_kind::insert_row)
        change.kind = row_change_kind::delete_row;
    else if (change.kind == row_change_kind::delete_row)
        change.kind = row_change_kind::insert_row;
    return change;
}

direction opposite(direction of) {
    if (of == direction::stamp)
        return of;
    return of == direction::upgrade ? direction::downgrade : direction::upgrade;
}

} // namespace

plan undoing(plan const& decided) {
    plan back;
    back.direction = opposite(decided.direction);
    back.from = decided.heads_after;
    back.heads_after = decided.from;
    for (auto each = decided.steps.rbegin(); each != decided.steps.rend(); ++each) {
        auto step = *each;
        step.kind = opposite(step.kind);
        std::swap(step.from, step.to);
        std::ranges::reverse(step.version_rows);
        std::ranges::transform(step.version_rows, step.version_rows.begin(), undone);
        back.steps.push_back(std::move(step));
    }
    return back;
}

} // namespace alembicore::rehearsal
