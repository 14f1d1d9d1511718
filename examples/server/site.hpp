// All that the server answers: routes, the page, and what goes for every answer.
#pragma once

#include "access/door.hpp"
#include "http/application.hpp"
#include "http/router.hpp"
#include "static_files.hpp"

#include <iosfwd>
#include <memory>
#include <mutex>

namespace alembicore::server {

class site : public http::application {
public:
    site(http::router routes, static_files page, access::door& entrance, std::ostream& log);

    [[nodiscard]] std::uint64_t body_limit(http::method verb, std::string_view target) const noexcept override;
    [[nodiscard]] http::response answer(http::request const& asked) noexcept override;
    void note(http::record const& done) noexcept override;

    [[nodiscard]] std::vector<http::route> const& routes() const noexcept { return routes_.routes(); }

private:
    [[nodiscard]] http::response route(http::request const& asked);
    [[nodiscard]] http::response refuse(access::refusal const& refused) const;

    http::router routes_;
    static_files page_;
    access::door& door_;
    std::mutex log_mutex_;
    std::ostream& log_;
};

} // namespace alembicore::server
