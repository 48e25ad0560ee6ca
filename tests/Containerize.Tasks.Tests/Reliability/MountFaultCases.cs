using Containerize.TestKit.Registry.Faults;

namespace Containerize.Tests.Reliability;

internal static class MountFaultCases
{
    private const string Where = "mounting a base layer";
    private const string Mounts = "/v2/acme/shop/blobs/uploads/?mount=*";

    public static IReadOnlyList<FaultCase> All { get; } =
    [
        new(Where, "the registry opens an upload instead (202)", "the layer is sent there; the image is published") { Arrange = bench => bench.On("POST", Mounts).RefuseMount() },
        .. new[] { 400, 401, 403, 404, 405, 500 }.Select(status => new FaultCase(Where, $"{status}", "the layer is sent; the image is published")
        {
            Arrange = bench => bench.On("POST", Mounts).Respond(status),
        }),
    ];
}
