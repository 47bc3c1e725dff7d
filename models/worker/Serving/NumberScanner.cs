using System.Buffers.Text;

namespace Survey.Worker.Serving;

/// <summary>Reads an array of JSON numbers, nested any way, into floats.</summary>
/// <remarks>
/// Parsing 784 numbers token by token takes longer than classifying them. Up to 19 digits with a small exponent are computed from an integer
/// and a power of ten; whenever that could round to the wrong float, and for everything longer, the library's parser decides.
/// </remarks>
internal static class NumberScanner
{
    private const int DeepestNesting = 16;
    private const int MostDigits = 19;
    private const int LargestExactPower = 22;

    private static readonly double[] PowersOfTen =
        [1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22];

    /// <param name="json">The text.</param>
    /// <param name="position">The byte behind the array's opening bracket.</param>
    /// <param name="target">Receives the numbers.</param>
    /// <returns>The position of the closing bracket that belongs to the opening one.</returns>
    public static int Scan(ReadOnlySpan<byte> json, int position, FloatBuffer target)
    {
        var depth = 1;
        var valueExpected = true;
        var mayClose = true;
        while (position < json.Length)
        {
            var character = json[position];
            if (character is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t')
            {
                position++;
            }
            else if (character == ']' && mayClose)
            {
                if (--depth == 0)
                    return position;
                position++;
                valueExpected = false;
            }
            else if (!valueExpected && character == ',')
            {
                position++;
                (valueExpected, mayClose) = (true, false);
            }
            else if (valueExpected && character == '[')
            {
                if (++depth > DeepestNesting)
                    throw Malformed(position, $"nests deeper than {DeepestNesting}");
                position++;
                mayClose = true;
            }
            else if (valueExpected)
            {
                target.Add(ReadNumber(json, ref position));
                (valueExpected, mayClose) = (false, true);
            }
            else
            {
                throw Malformed(position, "has something else than ',' or ']' behind a number");
            }
        }

        throw Malformed(position, "ends before its closing bracket");
    }

    private static float ReadNumber(ReadOnlySpan<byte> json, ref int position)
    {
        var start = position;
        var negative = json[position] == '-';
        if (negative)
            position++;
        ulong mantissa = 0;
        var integerStart = position;
        ReadDigits(json, ref position, ref mantissa);
        var digits = position - integerStart;
        if (digits == 0 || (digits > 1 && json[integerStart] == '0'))
            throw Malformed(start, "holds something that is no number");

        var exponent = 0;
        if (position < json.Length && json[position] == '.')
        {
            var fractionStart = ++position;
            ReadDigits(json, ref position, ref mantissa);
            exponent = fractionStart - position;
            digits -= exponent;
            if (exponent == 0)
                throw Malformed(start, "holds a number without digits behind its point");
        }

        if (position < json.Length && (json[position] | 0x20) == 'e')
        {
            SkipExponent(json, ref position, start);
            return Parse(json[start..position], start);
        }

        if (digits > MostDigits || exponent < -LargestExactPower)
            return Parse(json[start..position], start);
        var value = mantissa / PowersOfTen[-exponent];

        // The quotient is off by less than four of a double's last places: only close to the middle between two floats could that matter.
        var behindFloat = BitConverter.DoubleToInt64Bits(value) & 0x1FFF_FFFF;
        if (Math.Abs(behindFloat - 0x1000_0000) <= 4)
            return Parse(json[start..position], start);
        return negative ? -(float)value : (float)value;
    }

    private static void ReadDigits(ReadOnlySpan<byte> json, ref int position, ref ulong mantissa)
    {
        while (position < json.Length)
        {
            var digit = (uint)json[position] - '0';
            if (digit > 9)
                return;
            mantissa = (mantissa * 10) + digit;
            position++;
        }
    }

    private static void SkipExponent(ReadOnlySpan<byte> json, ref int position, int start)
    {
        position++;
        if (position < json.Length && json[position] is (byte)'+' or (byte)'-')
            position++;
        var first = position;
        ulong ignored = 0;
        ReadDigits(json, ref position, ref ignored);
        if (position == first)
            throw Malformed(start, "holds a number without digits in its exponent");
    }

    private static float Parse(ReadOnlySpan<byte> text, int start) =>
        Utf8Parser.TryParse(text, out float value, out var consumed) && consumed == text.Length && float.IsFinite(value)
            ? value
            : throw Malformed(start, "holds a number that no float32 can hold");

    private static ProtocolException Malformed(int position, string what) => new(400, $"The tensor's data {what} (byte {position}).");
}
