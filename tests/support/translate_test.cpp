#include "core/support/translate.h"

#include <gtest/gtest.h>

#include <cerrno>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <map>

#include "tests/fixtures/temporary_folder.h"

namespace progan {
namespace {
namespace fs = std::filesystem;

void append_number(std::string& bytes, std::size_t number) {
    for (int shift = 0; shift < 32; shift += 8) bytes += static_cast<char>(number >> shift & 0xff);
}

/// A .mo file as GNU gettext's manual describes it ("The Format of GNU MO Files"), without a hash table. A
/// plural's forms have a zero byte between them.
void write_catalogue(const fs::path& folder, const std::string& language,
                     std::map<std::string, std::string> texts) {
    texts[""] = "Content-Type: text/plain; charset=UTF-8\nPlural-Forms: nplurals=2; plural=n>1;\n";
    const std::size_t count = texts.size(), header = 28, tables = header + 16 * count;
    std::string originals, translations, data, bytes;
    const auto append = [&](std::string& table, const std::string& text) {
        append_number(table, text.size());
        append_number(table, tables + data.size());
        data += text + '\0';
    };
    for (const auto& [english, translation] : texts) append(originals, english);
    for (const auto& [english, translation] : texts) append(translations, translation);
    for (const std::size_t number :
         {std::size_t{0x950412de}, std::size_t{0}, count, header, header + 8 * count, std::size_t{0}, tables})
        append_number(bytes, number);
    const fs::path path = folder / language / "LC_MESSAGES/progan-explorer.mo";
    fs::create_directories(path.parent_path());
    std::ofstream(path, std::ios::binary) << bytes << originals << translations << data;
}

class Translate : public test::InTemporaryFolder {
  protected:
    void TearDown() override {
        use_language("en", folder_);
        InTemporaryFolder::TearDown();
    }
};

TEST_F(Translate, WithoutACatalogueTextsAreEnglish) {
    use_language("tlh", folder_);
    EXPECT_STREQ(tr("Close"), "Close");
    EXPECT_STREQ(tr(""), "");
    EXPECT_EQ(trf("Saved as {}.", "a.png"), "Saved as a.png.");
    EXPECT_EQ(tr_plural("{} face", "{} faces", 1), "1 face");
    EXPECT_EQ(tr_plural("{} face", "{} faces", 0), "0 faces");
    EXPECT_TRUE(all_translations(folder_).empty());
}

TEST_F(Translate, ALanguageIsSwitchedWhileTheProgramRuns) {
    write_catalogue(folder_, "fr", {{"Close", "Fermer"}, {"Saved as {}.", "Enregistré sous {}."}});
    write_catalogue(folder_, "de", {{"Close", "Schließen"}});
    use_language("fr", folder_);
    EXPECT_STREQ(tr("Close"), "Fermer");
    EXPECT_EQ(trf("Saved as {}.", "a.png"), "Enregistré sous a.png.");
    use_language("de_AT", folder_);
    EXPECT_STREQ(tr("Close"), "Schließen");
    EXPECT_EQ(trf("Saved as {}.", "a.png"), "Saved as a.png.");  // not translated
    use_language("en", folder_);
    EXPECT_STREQ(tr("Close"), "Close");
}

TEST_F(Translate, ALanguageHasItsOwnPlurals) {
    using namespace std::string_literals;
    write_catalogue(folder_, "fr",
                    {{"{} face of {}\0{} faces of {}"s, "{} visage de {}\0{} visages de {}"s}});
    use_language("fr", folder_);
    for (const auto& [count, text] : std::map<std::int64_t, std::string>{
             {0, "0 visage de Anna"}, {1, "1 visage de Anna"}, {2, "2 visages de Anna"}})
        EXPECT_EQ(tr_plural("{} face of {}", "{} faces of {}", count, "Anna"), text);
}

TEST_F(Translate, ValuesCanChangePlaces) {
    write_catalogue(folder_, "ja", {{"{} of {}", "{1} 中 {0}"}});
    use_language("ja", folder_);
    EXPECT_EQ(trf("{} of {}", 3, 12), "12 中 3");
}

TEST_F(Translate, PlaceholdersThatDoNotFitGiveTheEnglish) {
    write_catalogue(folder_, "ja",
                    {{"Saved as {}.", "{} に {} を保存"}, {"{:.1f} s", "{:d} 秒"}, {"{} images", "{ 枚"}});
    use_language("ja", folder_);
    EXPECT_EQ(trf("Saved as {}.", "a.png"), "Saved as a.png.");
    EXPECT_EQ(trf("{:.1f} s", 1.25), "1.2 s");
    EXPECT_EQ(trf("{} images", 7), "7 images");
}

TEST_F(Translate, ABrokenFileGivesEnglish) {
    for (const char* bytes : {"", "not a catalogue", "\xde\x12\x04\x95"}) {
        write_catalogue(folder_, "xx", {});
        const fs::path path = folder_ / "xx/LC_MESSAGES/progan-explorer.mo";
        std::ofstream(path, std::ios::binary) << bytes;
        use_language("xx", folder_);
        EXPECT_STREQ(tr("Close"), "Close");
        EXPECT_TRUE(all_translations(folder_).empty());
    }
}

TEST_F(Translate, NumbersStayAsTheyAreInC) {
    write_catalogue(folder_, "de", {{"{:.1f} s", "{:.1f} Sek."}});
    use_language("de", folder_);
    EXPECT_EQ(trf("{:.1f} s", 1.5), "1.5 Sek.");
    EXPECT_EQ(std::to_string(1.5).substr(0, 3), "1.5");
}

TEST_F(Translate, LanguagesAreListedByTheirOwnNames) {
    write_catalogue(folder_, "ja", {{"English", "日本語"}});
    write_catalogue(folder_, "de", {{"English", "Deutsch"}});
    write_catalogue(folder_, "fr", {{"Close", "Fermer"}});
    fs::create_directories(folder_ / "pt/LC_MESSAGES");  // another program's
    use_language("fr", folder_);
    std::string listed;
    for (const Language& language : languages(folder_)) listed += language.code + " " + language.name + "\n";
    EXPECT_EQ(listed, "en English\nde Deutsch\nfr fr\nja 日本語\n");
    EXPECT_STREQ(tr("Close"), "Fermer");
    EXPECT_EQ(languages(folder_ / "nothing").size(), 1u);
}

/// In a process of its own: what the system asks for is read once.
void expect_of_system(const fs::path& folder, const std::map<std::string, std::string>& environment,
                      const std::string& shown) {
    EXPECT_EXIT(
        {
            for (const char* name : {"LC_ALL", "LC_MESSAGES", "LANG", "LANGUAGE"}) unsetenv(name);
            for (const auto& [name, value] : environment) setenv(name.c_str(), value.c_str(), 1);
            languages(folder);  // looks at every catalogue
            use_language("", folder);
            std::exit(tr("Close") == shown ? 0 : 1);
        },
        testing::ExitedWithCode(0), "")
        << testing::PrintToString(environment);
}

TEST_F(Translate, TheSystemsLanguageIsUsedOrEnglish) {
    GTEST_FLAG_SET(death_test_style, "threadsafe");
    write_catalogue(folder_, "de", {{"Close", "Schließen"}});
    write_catalogue(folder_, "ja", {{"Close", "閉じる"}});
    expect_of_system(folder_, {}, "Close");
    expect_of_system(folder_, {{"LANG", "en_US.UTF-8"}}, "Close");
    expect_of_system(folder_, {{"LANG", "en_GB.UTF-8"}, {"LANGUAGE", "en_GB:en:ja"}}, "Close");
    expect_of_system(folder_, {{"LANG", "fr_FR.UTF-8"}}, "Close");
    expect_of_system(folder_, {{"LANG", "fr_FR.UTF-8"}, {"LANGUAGE", "fr:de"}}, "Schließen");
    expect_of_system(folder_, {{"LANG", "ja_JP.UTF-8"}}, "閉じる");
    expect_of_system(folder_, {{"LANG", "ja_JP.UTF-8"}, {"LC_MESSAGES", "de_DE.UTF-8"}}, "Schließen");
    expect_of_system(folder_, {{"LANG", "ja_JP.UTF-8"}, {"LC_ALL", "C.UTF-8"}}, "Close");
}

TEST_F(Translate, ALanguageWithoutACatalogueIsToldApart) {
    write_catalogue(folder_, "ja", {{"Close", "閉じる"}});
    EXPECT_TRUE(is_translated("ja", folder_));
    EXPECT_TRUE(is_translated("ja_JP", folder_));
    EXPECT_TRUE(is_translated("en", folder_));
    EXPECT_TRUE(is_translated("en_US", folder_));
    EXPECT_FALSE(is_translated("fr", folder_));
}

TEST_F(Translate, TheCLibrarysSentencesAreInTheLanguageOrEnglish) {
    use_language("fr", folder_);
    EXPECT_STREQ(std::strerror(ENOENT), "No such file or directory");
    write_catalogue(folder_, "ja", {{"Close", "閉じる"}});
    use_language("ja", folder_);
    EXPECT_EQ(std::string(std::strerror(ENOENT)).find('?'), std::string::npos) << std::strerror(ENOENT);
}

TEST_F(Translate, AFontCanBeMadeOfAllThatIsShown) {
    write_catalogue(folder_, "ja", {{"Close", "閉じる"}, {"Face", "顔"}});
    use_language("ja_JP", folder_);
    const std::string texts = all_translations(folder_);
    EXPECT_NE(texts.find("閉じる"), std::string::npos);
    EXPECT_NE(texts.find("顔"), std::string::npos);
    EXPECT_EQ(texts.find("Close"), std::string::npos);
}

}  // namespace
}  // namespace progan
