using System.Buffers;
using Microsoft.AspNetCore.Http;

namespace Headroom.Operator.Web;

/// <summary>Bodies of requests, up to a size.</summary>
internal static class BoundedBody
{
    /// <summary>Null for a body of more bytes than that.</summary>
    public static async ValueTask<byte[]?> ReadAsync(HttpRequest request, int most, CancellationToken stop)
    {
        using var body = new MemoryStream();
        byte[] buffer = ArrayPool<byte>.Shared.Rent(4096);
        try
        {
            int read;
            while ((read = await request.Body.ReadAsync(buffer, stop)) > 0)
            {
                if (body.Length + read > most) return null;
                body.Write(buffer, 0, read);
            }
        }
        finally { ArrayPool<byte>.Shared.Return(buffer); }
        return body.ToArray();
    }
}
