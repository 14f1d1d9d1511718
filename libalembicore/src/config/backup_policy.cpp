#include <alembicore/settings.hpp>

#include <array>
#include <utility>

namespace alembicore {

namespace {

constexpr std::array names{
    std::pair{backup_policy::automatic, std::string_view{"auto"}},
    std::pair{backup_policy::full, std::string_view{"full"}},
    std::pair{backup_policy::affected, std::string_view{"affected"}},
    std::pair{backup_policy::schema, std::string_view{"schema"}},
    std::pair{backup_policy::none, std::string_view{"none"}},
};

} // namespace

std::optional<backup_policy> parse_backup_policy(std::string_view text) noexcept {
    for (auto const& [policy, name] : names)
        if (name == text)
            return policy;
    return std::nullopt;
}

std::string_view name_of(backup_policy policy) noexcept {
    for (auto const& [each, name] : names)
        if (each == policy)
            return name;
    return {};
}

} // namespace alembicore
