#include "shop.hpp"

#include <algorithm>
#include <vector>

namespace alembicore::test {

namespace {

constexpr char const* contents = R"(
CREATE TYPE mood AS ENUM ('sad', 'happy');
CREATE TABLE alembic_version (version_num varchar(32) PRIMARY KEY);
INSERT INTO alembic_version VALUES ('ae10');
CREATE TABLE users (id serial PRIMARY KEY, name text NOT NULL, feels mood, CHECK (name IN ('', 'x') OR length(name) > 1));
CREATE TABLE orders (id int PRIMARY KEY, user_id int REFERENCES users (id), note varchar(200));
CREATE INDEX ON orders (user_id);
CREATE TABLE "odd ""name" ("a b" int);
CREATE SCHEMA app;
CREATE TABLE app.events (id int, day date) PARTITION BY RANGE (day);
CREATE TABLE app.events_1 PARTITION OF app.events FOR VALUES FROM ('2026-01-01') TO ('2026-07-01');
CREATE TABLE app.events_2 PARTITION OF app.events FOR VALUES FROM ('2026-07-01') TO ('2027-01-01');
CREATE VIEW happy AS SELECT name FROM users WHERE feels = 'happy';
INSERT INTO users (name, feels) SELECT 'user ' || n, 'happy' FROM generate_series(1, 100) n;
INSERT INTO orders SELECT n, n % 100 + 1, md5(n::text) FROM generate_series(1, 5000) n;
INSERT INTO "odd ""name" VALUES (1), (2);
INSERT INTO app.events SELECT n, '2026-01-01'::date + n FROM generate_series(0, 300) n;
)";

} // namespace

shop::shop() {
    run(contents);
}

backup_request shop::request() const {
    backup_request wanted;
    wanted.directory = directory();
    wanted.version_table = catalog::name{"", "alembic_version"};
    return wanted;
}

backup_manifest shop::back_up(backup_request const& wanted) const {
    auto from = connect();
    return create_backup(from, wanted);
}

void shop::run(std::string const& statements) const {
    postgres::connection{database_.url()}.execute(statements);
}

std::string shop::left_in_directory() const {
    std::vector<std::string> names;
    std::error_code none;
    for (auto const& entry : std::filesystem::directory_iterator{directory(), none})
        names.push_back(entry.path().filename().string());
    std::ranges::sort(names);
    std::string joined;
    for (auto const& each : names)
        joined += (joined.empty() ? "" : ",") + each;
    return joined;
}

} // namespace alembicore::test
