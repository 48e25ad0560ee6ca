using System.Text.Json;
using Containerize.Dockerfiles;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Dockerfiles;

public sealed class DockerfileTextTests
{
    /// <summary>What a value, a path or an argument may hold.</summary>
    public static TheoryData<string> Awkward =>
    [
        "plain", "a b", " a ", "a\tb", "it's", "say \"hello\"", @"C:\temp\", @"a\\b", @"\", "$HOME", "${HOME:-x}", @"\$HOME", "a=b", "#a", "a;b", "a&b|c",
        "[a-z]", "x[0]", "*.dll", "what?", "Grüße", "日本語", "😀", ",", "a\",\"b", "`id`", "--flag", "%PATH%", "\u2028", "<a+b>",
    ];

    [Theory]
    [MemberData(nameof(Awkward))]
    [InlineData("")]
    public void A_value_reads_back_as_it_was(string value) => BuilderReading.Unquote(DockerfileText.FormatValue(value), spacesEndIt: true).ShouldBe(value);

    [Theory]
    [InlineData("http://+:8080")]
    [InlineData("1.0.0-rc.1")]
    [InlineData("a,b;c=d@e_f%")]
    public void A_plain_value_has_no_quotes(string value) => DockerfileText.FormatValue(value).ShouldBe(value);

    [Theory]
    [InlineData("org.opencontainers.image.title", "org.opencontainers.image.title")]
    [InlineData("my label", "\"my label\"")]
    [InlineData("a=b", "\"a=b\"")]
    public void A_label_has_its_name_in_quotes_only_if_it_needs_them(string name, string expected) => DockerfileText.FormatName(name).ShouldBe(expected);

    [Theory]
    [MemberData(nameof(Awkward))]
    public void A_path_reads_back_as_it_was(string path) => BuilderReading.Unquote(DockerfileText.FormatPath(path)).ShouldBe(path);

    [Theory]
    [MemberData(nameof(Awkward))]
    public void A_source_matches_itself_and_nothing_else(string path)
        => BuilderReading.OnlyMatch(BuilderReading.Unquote(DockerfileText.FormatSource(path))).ShouldBe(path);

    [Theory]
    [InlineData("src/Shop/Shop.csproj", "src/Shop/Shop.csproj")]
    [InlineData("a]b", "a]b")]
    [InlineData("x[0].txt", "x[[]0].txt")]
    public void A_source_changes_only_where_it_is_a_pattern(string path, string expected) => DockerfileText.FormatSource(path).ShouldBe(expected);

    [Theory]
    [MemberData(nameof(Awkward))]
    public void The_exec_form_reads_back_wherever_the_word_stands(string word)
    {
        JsonSerializer.Deserialize<string[]>(DockerfileText.FormatExec([word, "", word])).ShouldBe([word, "", word]);
        JsonSerializer.Deserialize<string[]>(DockerfileText.FormatExec([word])).ShouldBe([word]);
    }

    [Theory]
    [InlineData("""["dotnet", "Shop.dll"]""", "dotnet", "Shop.dll")]
    [InlineData("""["/app/Grüße & <Co>"]""", "/app/Grüße & <Co>")]
    [InlineData("[]")]
    public void The_exec_form_is_made_for_readers(string expected, params string[] words) => DockerfileText.FormatExec(words).ShouldBe(expected);

    [Theory]
    [InlineData("plain/path.csproj", "plain/path.csproj")]
    [InlineData("-p:Version=1.0,2", "-p:Version=1.0,2")]
    [InlineData("", "''")]
    [InlineData("a b", "'a b'")]
    [InlineData("it's", @"'it'\''s'")]
    [InlineData("$HOME", "'$HOME'")]
    [InlineData("a;b", "'a;b'")]
    [InlineData("~", "'~'")]
    [InlineData("*", "'*'")]
    [InlineData("{a,b}", "'{a,b}'")]
    [InlineData("Grüße", "'Grüße'")]
    public void A_word_for_the_shell_is_quoted_where_the_shell_would_see_more_in_it(string word, string expected) => DockerfileText.QuoteForShell(word).ShouldBe(expected);

    [Theory]
    [InlineData("dotnet publish A.csproj -c Release --no-restore", "dotnet publish A.csproj|-c Release|--no-restore")]
    [InlineData("echo 'a -b' \"-c d -e\" -f", "echo 'a -b'|\"-c d -e\"|-f")]
    [InlineData(@"echo ""a \"" -b"" -c", @"echo ""a \"" -b""|-c")]
    [InlineData("none at all", "none at all")]
    public void A_long_command_is_cut_before_its_options_and_nowhere_in_quotes(string command, string lines)
        => string.Join('|', DockerfileText.SplitAtOptions(command)).ShouldBe(lines);

    [Theory]
    [InlineData("$TARGETARCH", "\"$TARGETARCH\"")]
    [InlineData("-p:Version=${VERSION}", "\"-p:Version=${VERSION}\"")]
    [InlineData("plain", "plain")]
    [InlineData("a $B", "\"a $B\"")]
    [InlineData("say \"$A\"", "\"say \\\"$A\\\"\"")]
    [InlineData(@"\$A", @"""\\$A""")]
    [InlineData("`id`", "\"\\`id\\`\"")]
    public void A_word_for_the_shell_may_keep_its_variables(string word, string expected) => DockerfileText.QuoteForShell(word, expand: true).ShouldBe(expected);

    [Theory]
    [InlineData("a\nb")]
    [InlineData("a\rb")]
    [InlineData("a\0b")]
    public void A_line_break_cannot_be_said(string value) => DockerfileText.CanSay(value).ShouldBeFalse();

    [Theory]
    [InlineData("a && b", "a && b")]
    [InlineData("a | b", "a | b")]
    [InlineData("a > /dev/null 2>&1", "a > /dev/null 2>&1")]
    [InlineData("a &> /dev/null", "a &> /dev/null")]
    [InlineData("a |& b", "a |& b")]
    [InlineData("a || true", "{ a || true; }")]
    [InlineData("a; b", "{ a; b; }")]
    [InlineData("a; b; ", "{ a; b; }")]
    [InlineData("a;", "a")]
    [InlineData("a & b", "{ a & b; }")]
    [InlineData("a &", "{ a & }")]
    [InlineData(@"find . -exec a {} \;", @"find . -exec a {} \;")]
    [InlineData(@"b; find . -exec a {} \;", @"{ b; find . -exec a {} \;; }")]
    [InlineData("if a; then b; fi", "{ if a; then b; fi; }")]
    public void A_command_that_is_a_list_is_one_step_among_others(string command, string expected) => DockerfileText.FormatStep(command).ShouldBe(expected);

    [Fact]
    public void Mounts_name_their_kind_first()
    {
        DockerfileText.FormatMount(new Mount.Cache("/root/.nuget/packages")).ShouldBe("--mount=type=cache,target=/root/.nuget/packages");
        DockerfileText.FormatMount(new Mount.Secret("nuget")).ShouldBe("--mount=type=secret,id=nuget");
    }
}
