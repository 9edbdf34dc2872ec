using System.Text;

namespace Headroom.Operator.Field;

/// <summary>What became of an HTTP request: a closed family, so that a silent peer is a value.</summary>
internal abstract record HttpAnswer
{
    private HttpAnswer() { }

    public sealed record Body(int Status, byte[] Bytes) : HttpAnswer
    {
        public bool IsSuccess => Status is >= 200 and < 300;

        /// <summary>The start of it, for people.</summary>
        public string Excerpt => Encoding.UTF8.GetString(Bytes.AsSpan(0, Math.Min(Bytes.Length, 200)));
    }

    public sealed record Silent(string Why) : HttpAnswer;
}

/// <summary>HTTP with an end to waiting and to reading.</summary>
internal static class BoundedHttp
{
    /// <exception cref="OperationCanceledException">Only by <paramref name="stop"/>.</exception>
    public static async ValueTask<HttpAnswer> SendAsync(HttpClient http, HttpRequestMessage request, int bytesMost, TimeSpan timeOut, TimeProvider time, CancellationToken stop)
    {
        using var limit = new CancellationTokenSource(timeOut, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, stop);
        string where = request.RequestUri is { } uri ? $"{uri.Scheme}://{uri.Authority}{uri.AbsolutePath}" : "";
        try
        {
            using HttpResponseMessage response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            await using Stream body = await response.Content.ReadAsStreamAsync(either.Token);
            using var whole = new MemoryStream();
            byte[] part = new byte[16_384];
            while (await body.ReadAsync(part, either.Token) is > 0 and var more)
            {
                if (whole.Length + more > bytesMost) return new HttpAnswer.Silent($"{where} sent more than {bytesMost} bytes");
                whole.Write(part, 0, more);
            }
            return new HttpAnswer.Body((int)response.StatusCode, whole.ToArray());
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return new HttpAnswer.Silent($"{where} did not answer within {timeOut.TotalSeconds:0.###} s");
        }
        catch (Exception gone) when (gone is HttpRequestException or IOException)
        {
            return new HttpAnswer.Silent($"{where} cannot be reached: {gone.Message}");
        }
    }
}
