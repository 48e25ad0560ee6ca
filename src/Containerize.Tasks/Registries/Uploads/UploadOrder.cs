using Containerize.Oci;
using Containerize.Registries.Authentication;
using Containerize.Registries.Connections;

namespace Containerize.Registries.Uploads;

/// <summary>One blob that is to be uploaded, and the way it goes.</summary>
/// <param name="Scope">The repository it goes into.</param>
/// <param name="Doing">As in errors, a participle.</param>
/// <param name="Open">Opens the bytes; called again for each attempt.</param>
internal sealed record UploadOrder(
    RegistryConnection Connection, UploadTraffic Traffic, AuthScope Scope, Descriptor Blob, string Doing, Func<CancellationToken, Task<Stream>> Open);
