namespace Headroom.TestKit.OpenAdr;

/// <summary>How a VTN misbehaves: everything that was seen of real ones, each behind a switch that tests turn while it runs.</summary>
public sealed class VtnMischief
{
    /// <summary>Timestamps such as <c>2026-03-01 09:15:00</c>.</summary>
    public bool WritesTimesWithoutZone { get; set; }

    /// <summary>Names such as program_id in webhooks and MQTT.</summary>
    public bool WritesSnakeCase { get; set; }

    /// <summary>A webhook's body is a JSON text that contains the JSON.</summary>
    public bool WrapsNotifications { get; set; }

    /// <summary>Arrays that are empty come as null, and every object has keys that nobody knows.</summary>
    public bool WritesNullsAndUnknownKeys { get; set; }
    public bool LeavesLifetimeOut { get; set; }
    public bool WritesScopeAsList { get; set; }

    /// <summary>A bad token or a wrong secret is answered 403 instead of 401.</summary>
    public bool RefusesWithForbidden { get; set; }
    public bool WritesProblemStatusAsText { get; set; }
    public bool AnswersConflictWithEmptyList { get; set; }
    public bool WritesProblemJson { get; set; }

    /// <summary>So many writes are stored and still answered 500.</summary>
    public int FailsAfterStoring { get; set; }

    /// <summary>So many requests are answered 503 and do nothing.</summary>
    public int Fails { get; set; }

    /// <summary>So many requests are never answered.</summary>
    public int Hangs { get; set; }

    /// <summary>So many requests end in a closed connection.</summary>
    public int Drops { get; set; }

    /// <summary>The echo probe goes to <c>callbackUrl/echo?echo=test_echo</c>.</summary>
    public bool ProbesEchoPath { get; set; }
    public bool DropsProgramDescriptors { get; set; }
    public bool RefusesNotifiers { get; set; }

    /// <summary>Topic endpoints answer with a text.</summary>
    public bool WritesTopicPlaceholder { get; set; }
    public bool RefusesTopics { get; set; }

    /// <summary>The topic for all operations is …/all, on which nothing comes.</summary>
    public bool WritesAllTopicAsWord { get; set; }

    /// <summary>MQTT messages are retained.</summary>
    public bool RetainsMessages { get; set; }

    /// <summary>Lists come newest first, so that every new object moves all pages.</summary>
    public bool TurnsOrderRound { get; set; }

    /// <summary>How far its clock is wrong.</summary>
    public TimeSpan ClockSkew { get; set; }

    /// <summary>Answers go wrong by chance as long as it stands here.</summary>
    public VtnChance? Chance { get; set; }

    internal bool Take(Func<VtnMischief, int> read, Action<VtnMischief, int> write)
    {
        lock (this)
        {
            int left = read(this);
            if (left <= 0) return false;
            write(this, left - 1);
            return true;
        }
    }
}
