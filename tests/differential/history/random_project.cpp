#include "differential/history/random_project.hpp"

#include <algorithm>
#include <array>
#include <set>

namespace alembicore::test {

namespace {

/// The position of the revision that an id or a label stands for.
std::size_t find(std::vector<revision> const& revisions, std::string const& name) {
    auto const found = std::ranges::find_if(revisions, [&](revision const& each) {
        return each.id == name || std::ranges::find(each.branch_labels, name) != each.branch_labels.end();
    });
    return static_cast<std::size_t>(found - revisions.begin());
}

} // namespace

std::size_t random_project::below(std::size_t limit) {
    return std::uniform_int_distribution<std::size_t>{0, limit - 1}(random_);
}

bool random_project::chance(unsigned percent) {
    return below(100) < percent;
}

std::string random_project::new_id(std::size_t style) {
    static std::vector<std::string> const slugs{
        "create_users", "create_user_index", "drop_x", "users2", "add", "add_a", "rev_1", "initial"};
    std::string id;
    do {
        if (style == 0) {
            id = "abcdefghij"[below(10)];
        } else if (style == 1) {
            id = one_of(slugs) + (chance(40) ? std::to_string(below(20)) : "");
        } else if (style == 2) {
            id = std::string(below(3), '0') + std::to_string(below(400));
        } else {
            id.clear();
            for (std::size_t at = 0; at < (style == 3 ? 12U : 4U); ++at)
                id += "0123456789abcdef"[below(at < 2 ? 3 : 16)];
        }
        if (style == 0 && chance(60))
            id += std::to_string(below(30));
    } while (find(revisions_, id) != revisions_.size());
    return id;
}

revision random_project::make_revision(std::size_t style) {
    revision made;
    made.id = new_id(style == 5 ? below(5) : style);
    if (!revisions_.empty() && !chance(12)) {
        std::size_t const parents = chance(20) ? 1 + below(3) : 1;
        std::set<std::string> chosen;
        while (chosen.size() < std::min(parents, revisions_.size())) {
            // Mostly the newest ones, so that lines become long.
            std::size_t const back =
                chance(60) ? below(std::min<std::size_t>(3, revisions_.size())) : below(revisions_.size());
            std::string const& parent = revisions_[revisions_.size() - 1 - back].id;
            if (chosen.insert(parent).second)
                made.down_revisions.push_back(parent);
        }
    }
    if (!revisions_.empty() && chance(20))
        for (std::size_t wanted = 1 + below(3); wanted > 0; --wanted) {
            std::string const& needed = !labels_.empty() && chance(40) ? one_of(labels_) : one_of(revisions_).id;
            if (std::ranges::find(made.depends_on, needed) == made.depends_on.end())
                made.depends_on.push_back(needed);
        }
    if (chance(15)) {
        made.branch_labels.push_back("branch" + std::to_string(labels_.size()));
        if (chance(20))
            made.branch_labels.push_back("b" + std::to_string(labels_.size()));
        labels_.insert(labels_.end(), made.branch_labels.begin(), made.branch_labels.end());
    }
    return made;
}

std::vector<revision> random_project::make_revisions() {
    revisions_.clear();
    labels_.clear();
    std::size_t const style = below(6);
    std::size_t const limit = style == 0 ? 20 : 16;
    for (std::size_t count = 1 + below(limit); count > 0; --count)
        revisions_.push_back(make_revision(style));
    if (chance(5))
        spoil();
    std::vector<revision> shuffled = revisions_;
    if (chance(70))
        std::ranges::shuffle(shuffled, random_);
    return shuffled;
}

/// Makes something wrong that Alembic refuses to load.
void random_project::spoil() {
    revision& victim = revisions_[below(revisions_.size())];
    std::size_t const what = below(5);
    if (what == 0)
        victim.down_revisions.push_back("missing");
    else if (what == 1)
        victim.depends_on.push_back("missing");
    else if (what == 2)
        victim.down_revisions.push_back(victim.id);
    else if (what == 3)
        victim.branch_labels.push_back(revisions_.front().id);
    else
        revisions_.front().down_revisions.push_back(revisions_.back().id);
}

std::string random_project::word() {
    static std::vector<std::string> const symbols{"head", "heads", "heads", "base", "base"};
    static std::vector<std::string> const unknown{"zzzz", "zz", "x"};
    if (chance(25))
        return chance(5) ? one_of(unknown) : one_of(symbols);
    std::string const name = !labels_.empty() && chance(25) ? one_of(labels_) : one_of(revisions_).id;
    if (chance(15))
        return name.substr(0, name.size() > 4 && chance(80) ? name.size() - 1 : 1 + below(name.size()));
    return name;
}

std::string random_project::branch() {
    if (chance(3))
        return chance(50) ? "zzzz" : "base";
    if (!labels_.empty() && chance(70))
        return one_of(labels_);
    std::string const& id = one_of(revisions_).id;
    return chance(10) ? id.substr(0, 1 + below(id.size())) : id;
}

/// A number of steps; mostly of the sign that suits the question.
std::string random_project::steps(std::string const& usual, std::string const& other) {
    return (chance(80) ? usual : other) + std::to_string(chance(85) ? 1 + below(3) : below(12));
}

std::string random_project::identifier(std::string const& usual, std::string const& other) {
    switch (below(14)) {
    case 0:
    case 1:
        return steps(usual, other);
    case 2:
    case 3:
        return word() + steps("+", "-");
    case 4:
        return branch() + '@' + steps(usual, other);
    case 5:
        return branch() + '@' + word() + steps(usual, other);
    case 6:
        return branch() + '@' + word();
    case 7:
        return branch() + (chance(50) ? "@head" : "@base");
    default:
        return word();
    }
}

std::vector<std::string> random_project::rows() {
    std::vector<std::string> chosen;
    if (chance(15))
        return chosen;
    std::set<std::size_t> tips;
    for (std::size_t count = 1 + below(4); count > 0; --count)
        tips.insert(below(revisions_.size()));
    // Revisions come ancestors first: what a later one implies is no row.
    std::vector<bool> implied(revisions_.size());
    for (std::size_t at = revisions_.size(); at-- > 0;) {
        if (!implied[at] && !tips.contains(at))
            continue;
        if (!implied[at] || chance(1))
            chosen.push_back(revisions_[at].id);
        for (auto const* names : {&revisions_[at].down_revisions, &revisions_[at].depends_on})
            for (std::string const& name : *names)
                if (std::size_t const below_it = find(revisions_, name); below_it < at)
                    implied[below_it] = true;
    }
    std::ranges::shuffle(chosen, random_);
    if (chance(1))
        chosen.emplace_back("unknown_row");
    return chosen;
}

/// Of any revision, if there is none of that name.
std::string random_project::ancestor_of(std::string const& id) {
    std::size_t at = find(revisions_, id);
    if (at == revisions_.size())
        at = below(revisions_.size());
    for (std::size_t steps = below(5); steps > 0 && !revisions_[at].down_revisions.empty(); --steps)
        if (std::size_t const parent = find(revisions_, one_of(revisions_[at].down_revisions)); parent < at)
            at = parent;
    return revisions_[at].id;
}

question random_project::make_question() {
    static constexpr std::array kinds{
        question::kind::upgrade,
        question::kind::upgrade,
        question::kind::upgrade,
        question::kind::downgrade,
        question::kind::downgrade,
        question::kind::downgrade,
        question::kind::stamp,
        question::kind::history,
        question::kind::resolve,
        question::kind::resolve_one,
        question::kind::current};
    question asked;
    asked.ask = kinds[below(kinds.size())];
    asked.rows = rows();
    bool const upwards = asked.ask == question::kind::upgrade;
    asked.target = identifier(upwards ? "+" : "-", upwards ? "-" : "+");
    if (asked.ask == question::kind::downgrade && !asked.rows.empty() && chance(40))
        asked.target = ancestor_of(one_of(asked.rows));
    if (asked.ask == question::kind::stamp)
        for (std::size_t count = chance(70) ? 1 : below(4); count > 0; --count)
            asked.targets.push_back(chance(60) ? word() : identifier("-", "+"));
    if (asked.ask == question::kind::history) {
        asked.upper = chance(50) ? "" : chance(15) ? "current" : identifier("+", "-");
        asked.target = chance(20) ? "" : chance(15) ? "current" : identifier("-", "+");
        if (asked.upper.empty() || asked.upper == "current" ? chance(30) : chance(50))
            asked.target = ancestor_of(asked.upper);
        std::erase(asked.rows, "unknown_row");
    }
    return asked;
}

} // namespace alembicore::test
