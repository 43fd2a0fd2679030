using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Ronchi.Server;

/// <summary>The secret in a server's link: who knows it may use the server.</summary>
public sealed class AccessToken
{
    private const int Bytes = 24;
    private readonly byte[] _text;

    private AccessToken(string text) => (Text, _text) = (text, Encoding.ASCII.GetBytes(text));

    /// <summary>192 random bits as letters, digits, '-' and '_'.</summary>
    public string Text { get; }

    /// <summary>Makes one that nobody can guess.</summary>
    public static AccessToken Create() => new(Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Bytes)));

    /// <summary>A token that was made before; null: the text is none.</summary>
    public static AccessToken? Of(string? text) =>
        text is not null && text.Length == Base64Url.GetEncodedLength(Bytes) && Base64Url.IsValid(text) ? new(text) : null;

    /// <summary>Whether a text is this token; takes as long whatever the text is.</summary>
    public bool Is(string? text) => text is not null && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(text), _text);
}
