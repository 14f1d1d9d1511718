// All that the server answers: routes, the page, and what goes for every answer.
#pragma once

#include "access/audit.hpp"
#include "access/door.hpp"
#include "http/application.hpp"
#include "http/router.hpp"
#include "log.hpp"
#include "metrics.hpp"
#include "static_files.hpp"

#include <optional>
#include <string>

namespace alembicore::server {

class site : public http::application {
public:
    /// `prefix`: the path below which a proxy has put the server, as `/migrations`; empty = none.
    site(
        http::router routes,
        static_files page,
        access::door& entrance,
        std::string prefix,
        event_log& log,
        metrics& counted
    );

    [[nodiscard]] std::uint64_t body_limit(http::method verb, std::string_view target) const noexcept override;
    [[nodiscard]] std::optional<http::response> refuse_early(http::request const& head) noexcept override;
    [[nodiscard]] http::response answer(http::request const& asked) noexcept override;
    void note(http::record const& done) noexcept override;

    [[nodiscard]] std::vector<http::route> const& routes() const noexcept { return routes_.routes(); }

private:
    /// What is known of a request while it is answered.
    struct trail {
        http::identity who;
        http::place asked_for = http::no_such_path{};
        http::route const* found = nullptr; ///< for the audit
    };

    /// All that is decided by the head of a request.
    [[nodiscard]] std::optional<access::refusal> examine(http::request const& asked, trail& known);
    [[nodiscard]] http::response route(http::request const& asked, trail& known);
    [[nodiscard]] http::response run(http::match const& matched, http::request const& asked, trail const& known);
    [[nodiscard]] http::response refuse(access::refusal const& refused) const;
    [[nodiscard]] http::response answer_problems(http::request const& asked, trail& known);
    void complete(http::request const& asked, trail const& known, http::response& made);
    void allow_origin(http::request const& asked, http::response& answer) const;
    void audit(http::request const& asked, trail const& known, http::response const& answer);
    void add_prefix(http::response& answer) const;

    http::router routes_;
    static_files page_;
    access::door& door_;
    access::audit_log audit_;
    std::string prefix_;
    event_log& log_;
    metrics& counted_;
};

} // namespace alembicore::server
