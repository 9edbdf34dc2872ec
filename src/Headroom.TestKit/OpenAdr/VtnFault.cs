namespace Headroom.TestKit.OpenAdr;

/// <summary>What may go wrong with one answer of a VTN.</summary>
public enum VtnFault
{
    None,

    /// <summary>It comes late, up to <see cref="VtnChance.LateMost"/>.</summary>
    Late,

    /// <summary>500, and nothing was done.</summary>
    ServerError,

    /// <summary>503 with a page of HTML.</summary>
    Unavailable,

    /// <summary>429 with Retry-After.</summary>
    TooMany,

    /// <summary>The connection ends in the middle of a body whose length was told.</summary>
    HalfBody,

    /// <summary>Half a body that says it is whole.</summary>
    CutBody,

    /// <summary>A list has objects twice, some of them as they stood before they were changed.</summary>
    Duplicated,

    /// <summary>A list in another order.</summary>
    Reordered,

    /// <summary>Another type of object, or none, in the place of one or of all.</summary>
    WrongObject,

    /// <summary>All tokens that were given count no longer.</summary>
    TokensGone,

    /// <summary>200 with a page of HTML.</summary>
    WrongContent,

    /// <summary>JSON that is called a text.</summary>
    WrongContentType,

    /// <summary>The connection is reset without an answer.</summary>
    Reset,

    /// <summary>Its clock is wrong by something else from now on, up to <see cref="VtnChance.SkewMost"/>.</summary>
    Skewed,
}
