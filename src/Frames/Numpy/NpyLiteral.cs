using System.Collections.Immutable;
using System.Globalization;

namespace Ronchi.Frames.Numpy;

/// <summary>Reads the Python literals that an NPY header is made of.</summary>
/// <param name="text">The header.</param>
internal sealed class NpyLiteral(string text)
{
    private int _at;

    /// <summary>The next character that is not blank; 0 at the end.</summary>
    public char Next
    {
        get
        {
            while (_at < text.Length && char.IsWhiteSpace(text[_at]))
                _at++;
            return _at < text.Length ? text[_at] : '\0';
        }
    }

    /// <summary>Takes a character if it is the next.</summary>
    public bool TryTake(char character)
    {
        if (Next != character)
            return false;
        _at++;
        return true;
    }

    /// <summary>Takes a character that must be the next.</summary>
    public void Expect(char character)
    {
        if (!TryTake(character))
            throw Malformed();
    }

    /// <summary>A quoted string without escapes.</summary>
    public string Text()
    {
        var quote = Next;
        if (quote is not ('\'' or '"'))
            throw Malformed();
        var end = text.IndexOf(quote, _at + 1);
        if (end < 0)
            throw Malformed();
        var value = text[(_at + 1)..end];
        _at = end + 1;
        return value;
    }

    /// <summary>True or False.</summary>
    public string Word()
    {
        _ = Next;   // steps over blanks
        foreach (var word in (ReadOnlySpan<string>)["True", "False"])
        {
            if (string.CompareOrdinal(text, _at, word, 0, word.Length) != 0)
                continue;
            _at += word.Length;
            return word;
        }

        throw Malformed();
    }

    /// <summary>A tuple of integers that are not negative; Python 2 wrote an L behind long ones.</summary>
    public ImmutableArray<long> Tuple(int maximumRank)
    {
        var lengths = ImmutableArray.CreateBuilder<long>();
        Expect('(');
        while (!TryTake(')'))
        {
            _ = Next;   // steps over blanks
            var begin = _at;
            while (_at < text.Length && char.IsAsciiDigit(text[_at]))
                _at++;
            if (!long.TryParse(text.AsSpan(begin, _at - begin), NumberStyles.None, CultureInfo.InvariantCulture, out var length)
                || lengths.Count == maximumRank)
                throw Malformed();
            lengths.Add(length);
            _ = TryTake('L');
            if (!TryTake(','))
            {
                Expect(')');
                break;
            }
        }

        return lengths.ToImmutable();
    }

    private InvalidDataException Malformed() => new($"the NPY header is malformed at character {_at}.");
}
