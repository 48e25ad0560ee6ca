using System.Text;
using System.Text.Json.Nodes;
using Containerize.Diagnostics;
using Containerize.Oci;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Oci;

public sealed class DescriptorTests
{
    private const string Name = "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    [Fact]
    public void A_descriptor_reads_back_as_it_was_written()
    {
        const string Json = $$$"""{"mediaType":"a/b","digest":"{{{Name}}}","size":9223372036854775807,"platform":{"architecture":"arm64","os":"linux","variant":"v8"},"annotations":{"k":"v <&> é"}}""";

        var descriptor = Descriptor.Parse(JsonNode.Parse(Json), "a test");

        descriptor.Size.ShouldBe(long.MaxValue);
        descriptor.Platform.ShouldBe(new Platform("linux", "arm64", "v8"));
        Encoding.UTF8.GetString(StrictJson.Write(descriptor.WriteTo)).ShouldBe(Json);
    }

    public static TheoryData<string> Hostile =>
    [
        "null",
        "[]",
        "\"text\"",
        "{}",
        $$"""{"digest":"{{Name}}","size":1}""",
        $$"""{"mediaType":1,"digest":"{{Name}}","size":1}""",
        $$"""{"mediaType":null,"digest":"{{Name}}","size":1}""",
        $$"""{"mediaType":"a/b","size":1}""",
        """{"mediaType":"a/b","digest":"sha256:../../etc/passwd","size":1}""",
        """{"mediaType":"a/b","digest":{},"size":1}""",
        """{"mediaType":"a/b","digest":17,"size":1}""",
        $$"""{"mediaType":"a/b","digest":"{{Name}}"}""",
        $$"""{"mediaType":"a/b","digest":"{{Name}}","size":-1}""",
        $$"""{"mediaType":"a/b","digest":"{{Name}}","size":1.5}""",
        $$"""{"mediaType":"a/b","digest":"{{Name}}","size":"1"}""",
        $$"""{"mediaType":"a/b","digest":"{{Name}}","size":9223372036854775808}""",
        $$"""{"mediaType":"a/b","digest":"{{Name}}","size":1e400}""",
        $$$"""{"mediaType":"a/b","digest":"{{{Name}}}","size":1,"platform":{"os":1}}""",
        $$$$"""{"mediaType":"a/b","digest":"{{{{Name}}}}","size":1,"platform":{"os":"linux","architecture":{}}}""",
    ];

    [Theory]
    [MemberData(nameof(Hostile))]
    public void A_hostile_descriptor_is_one_coded_error(string json)
    {
        var error = Should.Throw<ContainerizeException>(() => Descriptor.Parse(JsonNode.Parse(json), "a test"));

        error.Code.ShouldBe(ErrorCodes.RegistryAnswer);
        error.Message.ShouldContain("a test");
    }
}
