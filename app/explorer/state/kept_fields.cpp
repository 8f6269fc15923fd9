#include "app/explorer/state/kept_fields.h"

#include "core/files/file_uri.h"
#include "core/latent/seeds.h"
#include "core/support/error.h"

namespace progan {

using Json = nlohmann::json;

void KeptFields::field(const char* name, const std::function<Json()>& write,
                       const std::function<void(const JsonReader&)>& restore) {
    if (written_ != nullptr) {
        (*written_)[name] = write();
        return;
    }
    try {
        if (const std::optional<JsonReader> found = restored_->find(name)) restore(*found);
    } catch (const Error& error) {
        problems_->emplace_back(error.what());
    }
}

void KeptFields::nested(const char* name, const std::function<void(KeptFields&)>& list) {
    field(
        name,
        [&] {
            Json object = Json::object();
            KeptFields fields(object);
            list(fields);
            return object;
        },
        [&](const JsonReader& json) {
            KeptFields fields(json, *problems_);
            list(fields);
        });
}

void KeptFields::members(const std::function<Json()>& write,
                         const std::function<void(const std::string&, const JsonReader&)>& restore) {
    if (written_ != nullptr) {
        *written_ = write();
        return;
    }
    for (const auto& [name, value] : restored_->members()) {
        try {
            restore(name, value);
        } catch (const Error& error) {
            problems_->emplace_back(error.what());
        }
    }
}

void KeptFields::flag(const char* name, bool& value) {
    field(
        name, [&] { return Json(value); }, [&](const JsonReader& json) { value = json.boolean(); });
}

void KeptFields::text(const char* name, std::string& value) {
    field(
        name, [&] { return Json(value); }, [&](const JsonReader& json) { value = json.text(); });
}

void KeptFields::path(const char* name, std::string& value) {
    field(
        name, [&] { return Json(path_for_json(value)); },
        [&](const JsonReader& json) { value = path_from_json(json.text()); });
}

void KeptFields::number(const char* name, double& value, double low, double high) {
    field(
        name, [&] { return Json(value); }, [&](const JsonReader& json) { value = json.number(low, high); });
}

void KeptFields::number(const char* name, float& value, float low, float high) {
    field(
        name, [&] { return Json(value); },
        [&](const JsonReader& json) { value = static_cast<float>(json.number(double{low}, double{high})); });
}

void KeptFields::integer(const char* name, int& value, int low, int high) {
    field(
        name, [&] { return Json(value); },
        [&](const JsonReader& json) { value = static_cast<int>(json.integer(low, high)); });
}

void KeptFields::seed(const char* name, std::uint32_t& value) {
    field(
        name, [&] { return Json(value); },
        [&](const JsonReader& json) { value = static_cast<std::uint32_t>(json.integer(0, kMaxSeed)); });
}

}  // namespace progan
