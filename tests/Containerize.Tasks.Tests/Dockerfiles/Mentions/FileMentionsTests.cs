using Containerize.Dockerfiles.Mentions;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Dockerfiles.Mentions;

/// <summary>What tools find by themselves in the files that they are given.</summary>
public sealed class FileMentionsTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("Strings.resx", """
        <root><data name="Logo" type="System.Resources.ResXFileRef, System.Windows.Forms"><value>..\shared\logo &amp; co.txt;System.String, mscorlib;utf-8</value></data></root>
        """, "shared/logo & co.txt")]
    [InlineData("Strings.resx", """
        <data name="Logo" type="System.Resources.ResXFileRef">
          <value>../shared/logo.bin;System.Byte[]</value>
        </data>
        """, "shared/logo.bin")]
    [InlineData("shop.proto", "syntax = \"proto3\";\nimport public \"../shared/money.proto\";\n", "shared/money.proto")]
    [InlineData("tsconfig.json", "{ // of the house\n\"extends\": \"../shared/tsconfig.base\", \"compilerOptions\": {} }", "shared/tsconfig.base.json")]
    [InlineData("tsconfig.json", """{ "extends": ["../shared/one.json"], "files": ["a.ts"] }""", "shared/one.json")]
    [InlineData("tsconfig.app.json", """{ "references": [{ "path": "../shared" }] }""", "shared/tsconfig.json")]
    [InlineData("main.ts", "import { a } from '../shared/a';\n", "shared/a.ts")]
    [InlineData("main.ts", "export * from \"../shared\";\n", "shared/index.ts")]
    [InlineData("Model.tt", "<#@ template language=\"C#\" #>\n<#@ include file=\"..\\shared\\Helpers.ttinclude\" once=\"true\" #>\n", "shared/Helpers.ttinclude")]
    [InlineData("App.ruleset", "<RuleSet><Include Path=\"../shared/base.ruleset\" Action=\"Default\" /></RuleSet>", "shared/base.ruleset")]
    [InlineData("order.xsd", "<xs:include schemaLocation=\"../shared/types.xsd\"/>", "shared/types.xsd")]
    [InlineData("order.xsd", "<root xsi:schemaLocation=\"urn:types ../shared/types.xsd\"/>", "shared/types.xsd")]
    [InlineData("service.wsdl", "<wsdl:import namespace=\"urn:x\" location=\"../shared/part.wsdl\"/>", "shared/part.wsdl")]
    [InlineData("page.xslt", "<xsl:import href=\"../shared/base.xslt\"/>", "shared/base.xslt")]
    [InlineData("api.yaml", "schema:\n  $ref: ../shared/money.yaml#/Money\n", "shared/money.yaml")]
    [InlineData("api.json", """{ "$ref": "../shared/money.json#/Money" }""", "shared/money.json")]
    [InlineData("site.scss", "@use \"../shared/colours\";\n", "shared/_colours.scss")]
    [InlineData("site.less", "@import (reference) '../shared/colours';\n", "shared/colours.less")]
    [InlineData("Directory.Build.rsp", "-p:A=b\n@../shared/more.rsp\n", "shared/more.rsp")]
    [InlineData("build.fsx", "#load \"../shared/tools.fsx\"\n", "shared/tools.fsx")]
    [InlineData("AssemblyInfo.cs", "[assembly: AssemblyKeyFile(@\"../shared/our.snk\")]", "shared/our.snk")]
    public void A_file_brings_those_that_it_mentions(string name, string text, string mentioned)
    {
        folder.Write(mentioned, "x");

        Follow(folder.Write("app/" + name, text)).ShouldBe([folder.At(mentioned)]);
    }

    [Theory]
    [InlineData("Strings.resx", "<data name=\"Text\"><value>../shared/a.txt;no reference</value></data>")]
    [InlineData("appsettings.json", """{ "Certificate": { "Path": "../shared/a.txt" } }""")]
    [InlineData("api.json", """{ "$ref": "https://example.com/../shared/a.txt" }""")]
    [InlineData("main.ts", "const text = \"../shared/a.txt\";")]
    [InlineData("Program.cs", "// see \"../shared/a.txt\"")]
    [InlineData("shop.proto", "// import \"../shared/a.txt\";")]
    public void What_only_looks_like_a_mention_is_none(string name, string text)
    {
        folder.Write("shared/a.txt", "x");

        Follow(folder.Write("app/" + name, text)).ShouldBeEmpty();
    }

    [Fact]
    public void What_is_mentioned_may_mention_more_and_a_circle_ends()
    {
        folder.Write("shared/b.proto", "import \"c.proto\";");
        folder.Write("shared/c.proto", "import \"b.proto\";");

        Follow(folder.Write("app/a.proto", "import \"../shared/b.proto\";")).ShouldBe([folder.At("shared/b.proto"), folder.At("shared/c.proto")]);
    }

    [Fact]
    public void A_name_may_be_relative_to_a_root_that_the_tool_is_given()
    {
        folder.Write("protos/common/money.proto", "x");

        FileMentions.Follow([folder.Write("app/a.proto", "import \"common/money.proto\";")], [folder.At("protos")], isDocumented: false)
            .ShouldBe([folder.At("protos/common/money.proto")]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Documentation_is_included_where_the_compiler_reads_it(bool isDocumented)
    {
        folder.Write("docs/shop.xml", "<docs/>");
        var source = folder.Write("app/Shop.cs", "/// <include file='../docs/shop.xml' path='docs/shop/*' />\nclass Shop;");

        FileMentions.Follow([source], [], isDocumented).ShouldBe(isDocumented ? [folder.At("docs/shop.xml")] : []);
    }

    [Fact]
    public void A_library_brings_those_beside_it_that_it_needs_with_symbols_and_satellites()
    {
        // Shouldly needs DiffEngine, which lies beside it in this test's own folder.
        var here = AppContext.BaseDirectory;
        foreach (var name in new[] { "Shouldly.dll", "DiffEngine.dll", "xunit.v3.core.dll" })
        {
            folder.Write("lib/" + name, File.ReadAllBytes(Path.Join(here, name)));
        }

        folder.Write("lib/Shouldly.xml", "<doc/>");
        folder.Write("lib/de/Shouldly.resources.dll", "no assembly");

        Follow(folder.At("lib/Shouldly.dll")).ShouldBe([folder.At("lib/DiffEngine.dll"), folder.At("lib/Shouldly.xml"), folder.At("lib/de/Shouldly.resources.dll")]);
    }

    private static IReadOnlyCollection<string> Follow(string file) => FileMentions.Follow([file], [], isDocumented: false);
}
