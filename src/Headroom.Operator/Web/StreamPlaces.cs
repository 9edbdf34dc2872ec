using Microsoft.AspNetCore.Http;

namespace Headroom.Operator.Web;

/// <summary>Answers without an end that are given at one time: so many for all, and fewer for each who asks, so that no token takes every place.</summary>
internal sealed class StreamPlaces
{
    /// <summary>At one time; each costs memory and a connection. A browser takes one for each page.</summary>
    public const int Most = 100, MostOfOne = 25;
    private readonly Lock gate = new();
    private readonly Dictionary<string, int> taken = [];
    private int all;

    /// <summary>A place until it is given back; null, with the answer that says so, where there is none.</summary>
    public Place? Take(HttpContext context)
    {
        string who = context.User.Identity?.Name ?? context.Connection.RemoteIpAddress?.ToString() ?? "";
        lock (gate)
        {
            int his = taken.GetValueOrDefault(who);
            if (all < Most && his < MostOfOne)
            {
                (all, taken[who]) = (all + 1, his + 1);
                return new(this, who);
            }
        }
        (context.Response.StatusCode, context.Response.Headers.RetryAfter) = (StatusCodes.Status503ServiceUnavailable, "30");
        return null;
    }

    private void GiveBack(string who)
    {
        lock (gate)
        {
            all--;
            if (--taken[who] == 0) taken.Remove(who);
        }
    }

    public sealed class Place(StreamPlaces of, string who) : IDisposable
    {
        public void Dispose() => of.GiveBack(who);
    }
}
