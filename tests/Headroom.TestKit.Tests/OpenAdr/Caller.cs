using System.Net.Http.Headers;
using System.Text;
using Headroom.Protocols.OpenAdr;
using Headroom.TestKit.OpenAdr;

namespace Headroom.TestKit.Tests.OpenAdr;

/// <summary>A client of a VTN with a token, for tests.</summary>
internal sealed class Caller(Vtn vtn, string? token) : IDisposable
{
    private readonly HttpClient client = new() { BaseAddress = vtn.Url };

    public static async Task<Caller> BusinessAsync(Vtn vtn, string? scope = null) =>
        new(vtn, await TokenAsync(vtn, "bl_client", "bl_secret", scope));
    public static async Task<Caller> VenAsync(Vtn vtn, string? scope = null) =>
        new(vtn, await TokenAsync(vtn, "ven_client", "ven_secret", scope));
    public static async Task<Caller> OtherVenAsync(Vtn vtn) => new(vtn, await TokenAsync(vtn, "ven_client_2", "ven_secret_2", null));

    public async Task<(int Status, string Body)> SendAsync(string method, string path, string? body = null)
    {
        using HttpRequestMessage request = new(new(method), path);
        if (token is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        if (body is not null) request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        using HttpResponseMessage answer = await client.SendAsync(request);
        Assert.Equal("application/json", answer.Content.Headers.ContentType?.MediaType);
        return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    public async Task<string> CreatedAsync(string path, string body)
    {
        (int status, string said) = await SendAsync("POST", path, body);
        Assert.True(status == 201, $"{status} {said}");
        return IdOf(said);
    }

    public static string IdOf(string body)
    {
        using System.Text.Json.JsonDocument document = System.Text.Json.JsonDocument.Parse(body);
        return document.RootElement.GetProperty("id").GetString()!;
    }

    public static async Task<(int Status, string Body)> AskTokenAsync(Vtn vtn, params (string Name, string Value)[] form)
    {
        using HttpClient client = new() { BaseAddress = vtn.Url };
        using FormUrlEncodedContent content = new(form.Select(one => KeyValuePair.Create(one.Name, one.Value)));
        using HttpResponseMessage answer = await client.PostAsync(new Uri("auth/token", UriKind.Relative), content);
        return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    public void Dispose() => client.Dispose();

    private static async Task<string> TokenAsync(Vtn vtn, string id, string secret, string? scope)
    {
        List<(string, string)> form = [("grant_type", "client_credentials"), ("client_id", id), ("client_secret", secret)];
        if (scope is not null) form.Add(("scope", scope));
        (int status, string body) = await AskTokenAsync(vtn, [.. form]);
        Assert.Equal(200, status);
        return AdrReader.Token(Encoding.UTF8.GetBytes(body)).Value!.AccessToken;
    }
}
