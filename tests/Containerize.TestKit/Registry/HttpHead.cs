using System.Text;

namespace Containerize.TestKit.Registry;

/// <summary>The first line and the headers of a request or an answer (RFC 9112, 2.1), as they came.</summary>
public static class HttpHead
{
    /// <summary>Byte by byte, so that nothing of the body is read.</summary>
    /// <returns>With the empty line that ends it; what came of it where the connection ended first.</returns>
    public static async Task<string> ReadAsync(Stream stream, CancellationToken cancellationToken)
    {
        var head = new StringBuilder();
        var one = new byte[1];
        while (!IsWhole(head) && await stream.ReadAsync(one, cancellationToken) > 0)
        {
            head.Append((char)one[0]);
        }

        return head.ToString();
    }

    private static bool IsWhole(StringBuilder head)
        => head.Length >= 4 && head[^1] == '\n' && head[^2] == '\r' && head[^3] == '\n' && head[^4] == '\r';
}
